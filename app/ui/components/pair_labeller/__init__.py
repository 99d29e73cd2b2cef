"""The pair labeller: choose between two candidates, all day, at the speed of the keyboard."""

from app.ui.components.pair_labeller.model import (
    Answer,
    AnswerForm,
    Candidate,
    Feedback,
    Item,
    Labelling,
    Said,
    Undoable,
)
from app.ui.components.pair_labeller.mount import pair_labeller, read_answers
from app.ui.components.shared.model import Meter, Refusal, Words

__all__ = [
    "Answer",
    "AnswerForm",
    "Candidate",
    "Feedback",
    "Item",
    "Labelling",
    "Meter",
    "Refusal",
    "Said",
    "Undoable",
    "Words",
    "pair_labeller",
    "read_answers",
]
