"""The tokens page's parts."""

from app.ui.tokens.page import made_now, make_form, standing_tokens

__all__ = ["made_now", "make_form", "standing_tokens"]
