"""What a model is asked to label, and what that costs before anything is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from core.access import Action, ensure_may
from core.db import clean_text, one_line
from core.errors import InvalidInput
from core.judges import Judge, JudgeCost, Question, both_ways, cost_of
from core.labelling.model_labels.models import ModelLabel, ModelLabeller
from core.labelling.models import Pair

LONGEST_NAME = 60
AT_ONCE = 200
"""Pairs whose texts are in memory at a time."""


class Which(StrEnum):
    """Which pairs a model labels; the value is what people read."""

    UNJUDGED = "pairs that nobody has judged"
    JUDGED = "pairs that people have judged, to see how far it agrees"
    ALL = "all pairs"


@dataclass(frozen=True)
class LabelRequest:
    """What a person asks for.

    Attributes:
        name: What these labels are called; a recipe asks for them by it.
        judge: The model, and what it goes by.
        which: Of these pairs, those that it has not labelled yet.
        most: At most so many of them, in the project's shuffled order; None takes all.
    """

    name: str
    judge: Judge
    which: Which = Which.UNJUDGED
    most: int | None = None

    def __post_init__(self) -> None:
        name = one_line(clean_text(self.name), LONGEST_NAME, called="name")
        if not name:
            raise InvalidInput("The labels have no name; give them one, by which a recipe can ask for them.")
        object.__setattr__(self, "name", name)


@dataclass(frozen=True)
class LabelCost:
    """How many pairs would be labelled, and what the judge is asked for that."""

    pairs: int
    judge: JudgeCost

    @property
    def words(self) -> str:
        """The cost as a sentence."""
        return self.judge.words(f"{self.pairs:,} pairs")


def label_cost(session: Session, project_id: int, request: LabelRequest) -> LabelCost:
    """Count what a request would ask; nothing is sent.

    Raises:
        NotAllowed: Whoever asks may not let models label.
    """
    ensure_may(session, Action.ASK_JUDGE, project_id)
    pairs = open_pairs(session, project_id, request)
    return LabelCost(len(pairs), cost_of(request.judge, questions(session, pairs)))


def open_pairs(session: Session, project_id: int, request: LabelRequest) -> list[int]:
    """The numbers of the pairs that are to be labelled, in the order in which they are asked about."""
    done = (
        select(col(ModelLabel.pair_id))
        .join(ModelLabeller, col(ModelLabeller.id) == col(ModelLabel.labeller_id))
        .where(col(ModelLabeller.project_id) == project_id, col(ModelLabeller.name) == request.name)
    )
    wanted: list[ColumnElement[bool]] = [
        col(Pair.project_id) == project_id,
        col(Pair.id).not_in(done),
        col(Pair.left_out).is_(None),
    ]
    if request.which is Which.UNJUDGED:
        wanted.append(col(Pair.judgment_count) == 0)
    if request.which is Which.JUDGED:
        wanted.append(col(Pair.judgment_count) > 0)
    query = select(col(Pair.id)).where(*wanted).order_by(col(Pair.shuffle_key), col(Pair.id))
    return list(session.scalars(query.limit(request.most)))


def questions(session: Session, pairs: list[int]) -> Iterator[Question]:
    """Each pair in both orders, the first candidate first and then last."""
    columns = (Pair.id, Pair.input_text, Pair.candidate_0, Pair.candidate_1)
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        rows = session.connection().execute(select(*map(col, columns)).where(col(Pair.id).in_(some))).all()
        texts = {row.id: row for row in rows}
        for number in some:
            if (row := texts.get(number)) is not None:  # it may have been removed meanwhile
                yield from both_ways(Question(number, row.input_text, row.candidate_0, row.candidate_1))
