"""Review: models' answers to the same prompts, blind verdicts on them, and which model is better."""

from core.review.answers import Predictions, parse_answers, read_answers, read_sources, sort_answers
from core.review.change import change_review
from core.review.closing import close_early, look_openly
from core.review.comparison_queue import assign_comparisons, held_comparisons, leave_review
from core.review.create import ModelAnswers, create_review
from core.review.design import Asked, Design, HeldOut, Sample, StopRule, read_design
from core.review.learned_from import learned_from
from core.review.models import (
    Closing,
    Comparison,
    LeftOut,
    OpenLook,
    Review,
    ReviewAnswer,
    ReviewChange,
    Reviewer,
    ReviewItem,
    ReviewModel,
    ReviewState,
    ReviewText,
    Teacher,
)
from core.review.of_runs import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    review_run,
    run_models,
    runs_to_review,
    runs_with_answers,
)
from core.review.onward import MOST_AT_ONCE, comparisons_on, make_pairs
from core.review.people import ReviewerLine, reviewer_lines, who_may_review
from core.review.remarks import names_apart, remarks, seem_swapped, seen_sentences
from core.review.reviewing import Reviewing, last_verdict, why_not
from core.review.verdict_models import ABOUT_PEOPLE, ReviewLease, Verdict, VerdictOutcome
from core.review.verdicts import (
    ReviewProgress,
    review_progress,
    save_verdicts,
    verdict_count,
    withdraw_doubles,
)
from core.review.views import (
    Change,
    ModelView,
    ReviewView,
    changes_of,
    get_review,
    has_looked,
    left_out_counts,
    list_reviews,
    reviewers_of,
)
from core.review.work import ReviewLine, ReviewWork, review_lines, review_work

__all__ = [
    "ABOUT_PEOPLE",
    "BASE_ARTIFACT",
    "MOST_AT_ONCE",
    "TUNED_ARTIFACT",
    "Asked",
    "Change",
    "Closing",
    "Comparison",
    "Design",
    "HeldOut",
    "LeftOut",
    "ModelAnswers",
    "ModelView",
    "OpenLook",
    "Predictions",
    "Review",
    "ReviewAnswer",
    "ReviewChange",
    "ReviewItem",
    "ReviewLease",
    "ReviewLine",
    "ReviewModel",
    "ReviewProgress",
    "ReviewState",
    "ReviewText",
    "ReviewView",
    "ReviewWork",
    "Reviewer",
    "ReviewerLine",
    "Reviewing",
    "Sample",
    "StopRule",
    "Teacher",
    "Verdict",
    "VerdictOutcome",
    "assign_comparisons",
    "change_review",
    "changes_of",
    "close_early",
    "comparisons_on",
    "create_review",
    "get_review",
    "has_looked",
    "held_comparisons",
    "last_verdict",
    "learned_from",
    "leave_review",
    "left_out_counts",
    "list_reviews",
    "look_openly",
    "make_pairs",
    "names_apart",
    "parse_answers",
    "read_answers",
    "read_design",
    "read_sources",
    "remarks",
    "review_lines",
    "review_progress",
    "review_run",
    "review_work",
    "reviewer_lines",
    "reviewers_of",
    "run_models",
    "runs_to_review",
    "runs_with_answers",
    "save_verdicts",
    "seem_swapped",
    "seen_sentences",
    "sort_answers",
    "verdict_count",
    "who_may_review",
    "why_not",
    "withdraw_doubles",
]
