"""Review: predictions joined into comparisons, blind verdicts on them, and what the verdicts come to."""

from core.review.comparison_queue import Reviewing, last_verdict, next_comparisons
from core.review.models import Comparison, ComparisonSet, Unblinding, Verdict, VerdictOutcome
from core.review.origins import apart, seem_swapped
from core.review.predictions import (
    Answers,
    Prediction,
    Unanswered,
    parse_answers,
    parse_predictions,
    read_answers,
    read_predictions,
    sort_answers,
)
from core.review.prepare import (
    ComparisonSetView,
    Predictions,
    list_comparison_sets,
    prepare,
    prepare_run,
    runs_to_compare,
)
from core.review.remarks import remarks
from core.review.seen import seen_sentences
from core.review.verdicts import (
    RevealedVerdict,
    ReviewProgress,
    results,
    reveal,
    review_progress,
    save_verdicts,
    unblind,
    verdict_count,
)
from core.review.win_rate import WinRate, win_rate
from core.review.work import ReviewWork, review_work

__all__ = [
    "Answers",
    "Comparison",
    "ComparisonSet",
    "ComparisonSetView",
    "Prediction",
    "Predictions",
    "RevealedVerdict",
    "ReviewProgress",
    "ReviewWork",
    "Reviewing",
    "Unanswered",
    "Unblinding",
    "Verdict",
    "VerdictOutcome",
    "WinRate",
    "apart",
    "last_verdict",
    "list_comparison_sets",
    "next_comparisons",
    "parse_answers",
    "parse_predictions",
    "prepare",
    "prepare_run",
    "read_answers",
    "read_predictions",
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
    "win_rate",
]
