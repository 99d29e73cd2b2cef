"""Models' answers: read from the files that models write, and joined by what the models were asked."""

from core.review.answers.joining import Joined, Matched, join_predictions, prompt_key
from core.review.answers.prediction_lines import BETWEEN, Prediction, Unanswered
from core.review.answers.predictions import (
    Predictions,
    parse_answers,
    read_answers,
    read_copies,
    sort_answers,
)

__all__ = [
    "BETWEEN",
    "Joined",
    "Matched",
    "Prediction",
    "Predictions",
    "Unanswered",
    "join_predictions",
    "parse_answers",
    "prompt_key",
    "read_answers",
    "read_copies",
    "sort_answers",
]
