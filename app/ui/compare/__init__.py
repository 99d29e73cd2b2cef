"""The compare page: blind verdicts on comparisons and, once unblinded, what they come to."""

from app.ui.compare.choice import choose_comparisons, warn_about
from app.ui.compare.verdicts import compare, results_of

__all__ = ["choose_comparisons", "compare", "results_of", "warn_about"]
