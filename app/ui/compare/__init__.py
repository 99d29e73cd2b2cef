"""The compare page: reviews are planned, judged without knowing whose answers are whose, and read."""

from app.ui.compare.review import show_review
from app.ui.compare.reviews import choose_review

__all__ = ["choose_review", "show_review"]
