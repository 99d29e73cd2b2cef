"""Review: predictions joined into comparisons, blind verdicts on them, and what the verdicts come to."""

from core.review.answers import Predictions, parse_answers, read_answers, sort_answers
from core.review.comparison_queue import Reviewing, last_verdict, next_comparisons
from core.review.models import Comparison, ComparisonSet, Unblinding, Verdict, VerdictOutcome
from core.review.prepare import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    ComparisonSetView,
    get_comparison_set,
    list_comparison_sets,
    prepare,
    prepare_run,
    runs_to_compare,
)
from core.review.remarks import apart, remarks, seem_swapped, seen_sentences
from core.review.results import Results, ReviewWork, results, reveal, review_work, verdict_count
from core.review.verdicts import ReviewProgress, review_progress, save_verdicts, unblind
from core.review.win_rate import EVEN, WinRate

__all__ = [
    "BASE_ARTIFACT",
    "EVEN",
    "TUNED_ARTIFACT",
    "Comparison",
    "ComparisonSet",
    "ComparisonSetView",
    "Predictions",
    "Results",
    "ReviewProgress",
    "ReviewWork",
    "Reviewing",
    "Unblinding",
    "Verdict",
    "VerdictOutcome",
    "WinRate",
    "apart",
    "get_comparison_set",
    "last_verdict",
    "list_comparison_sets",
    "next_comparisons",
    "parse_answers",
    "prepare",
    "prepare_run",
    "read_answers",
    "remarks",
    "results",
    "reveal",
    "review_progress",
    "review_work",
    "runs_to_compare",
    "save_verdicts",
    "seem_swapped",
    "seen_sentences",
    "sort_answers",
    "unblind",
    "verdict_count",
]
