"""The compare page: reviews, and their blind verdicts."""

from app.ui.compare.choice import choose_review
from app.ui.compare.verdicts import judge

__all__ = ["choose_review", "judge"]
