"""Answers as lists, latest first: one's own, as they were shown, and everybody's beside the others'."""

from core.labelling.given.everybody import GivenAnswer, list_answers, pairs_said
from core.labelling.given.own import OwnAnswer, list_own_answers
from core.labelling.given.paging import PAGE, AnswerPage, Place
from core.labelling.given.wanted import AnswerFilter

__all__ = [
    "PAGE",
    "AnswerFilter",
    "AnswerPage",
    "GivenAnswer",
    "OwnAnswer",
    "Place",
    "list_answers",
    "list_own_answers",
    "pairs_said",
]
