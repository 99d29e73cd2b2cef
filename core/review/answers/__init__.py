"""Models' answers: read from the files that models write, and joined by what the models were asked."""

from core.review.answers.joining import Joined, Joint, LeftOut, Reason, join_answers, prompt_key
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
    "Joint",
    "LeftOut",
    "Prediction",
    "Predictions",
    "Reason",
    "Unanswered",
    "join_answers",
    "parse_answers",
    "prompt_key",
    "read_answers",
    "read_copies",
    "sort_answers",
]
