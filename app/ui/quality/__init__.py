"""The quality page: how far people agree, how each works, and what waits for a decision."""

from app.ui.quality.by_models import by_models
from app.ui.quality.inbox import inbox
from app.ui.quality.page import watch_annotators, watch_figures

__all__ = ["by_models", "inbox", "watch_annotators", "watch_figures"]
