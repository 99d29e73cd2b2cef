"""Answers become judgments: saved once, undone, given back, each with all counts that follow."""

from core.labelling.judging.answers import Answer, Saved, save_batch
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.returning import return_judgment, return_judgments
from core.labelling.judging.saving import save_answers, save_with_others
from core.labelling.judging.undoable import (
    LastAnswer,
    answer_to_change,
    changeable,
    earlier_answer,
    last_answer,
    last_on_its_pair,
    own_answer,
)
from core.labelling.judging.work import Work

__all__ = [
    "Answer",
    "LastAnswer",
    "Ledger",
    "Saved",
    "Work",
    "answer_to_change",
    "changeable",
    "earlier_answer",
    "last_answer",
    "last_on_its_pair",
    "own_answer",
    "return_judgment",
    "return_judgments",
    "save_answers",
    "save_batch",
    "save_with_others",
]
