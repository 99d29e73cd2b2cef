"""Answers become judgments: saved once, undone, given back, each with all counts that follow."""

from core.labelling.judging.answers import Answer, Saved, save_batch
from core.labelling.judging.ledger import Ledger
from core.labelling.judging.returning import return_judgment
from core.labelling.judging.saving import save_answers, save_with_others
from core.labelling.judging.undoable import LastAnswer, last_answer
from core.labelling.judging.work import Work

__all__ = [
    "Answer",
    "LastAnswer",
    "Ledger",
    "Saved",
    "Work",
    "last_answer",
    "return_judgment",
    "save_answers",
    "save_batch",
    "save_with_others",
]
