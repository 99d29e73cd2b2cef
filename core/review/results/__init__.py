"""The results of a closed review: its standing verdicts read as columns, and what they come to."""

from core.review.results.beside_curves import BesideCurves, beside_curves, run_verdicts
from core.review.results.claims import claim, early, remarks_of
from core.review.results.figures import Counts, Duel, Preference, part_name
from core.review.results.reading import Results, results
from core.review.results.reviewers import ReviewerFigures

__all__ = [
    "BesideCurves",
    "Counts",
    "Duel",
    "Preference",
    "Results",
    "ReviewerFigures",
    "beside_curves",
    "claim",
    "early",
    "part_name",
    "remarks_of",
    "results",
    "run_verdicts",
]
