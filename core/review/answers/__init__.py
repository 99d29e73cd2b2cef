"""Models' answers: read from the files that models write, and joined by what the models were asked."""

from core.review.answers.affixes import parted, shared_affixes
from core.review.answers.joining import Joined, Joint, LeftOut, Reason, join_answers, prompt_key
from core.review.answers.prediction_lines import BETWEEN, Prediction, Request, Unanswered
from core.review.answers.predictions import (
    Predictions,
    parse_answers,
    read_answers,
    read_copies,
    read_sources,
    sort_answers,
    with_requests,
)
from core.review.answers.rouge import ROUGE_WARNING, Rouge, rouge

__all__ = [
    "BETWEEN",
    "ROUGE_WARNING",
    "Joined",
    "Joint",
    "LeftOut",
    "Prediction",
    "Predictions",
    "Reason",
    "Request",
    "Rouge",
    "Unanswered",
    "join_answers",
    "parse_answers",
    "parted",
    "prompt_key",
    "read_answers",
    "read_copies",
    "read_sources",
    "rouge",
    "shared_affixes",
    "sort_answers",
    "with_requests",
]
