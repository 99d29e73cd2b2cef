"""What the labels of each model come to, and how far they agree with people's where both exist."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlmodel import Session, col

from core.access import Action, ensure_may
from core.errors import InvalidInput
from core.intervals import Interval, wilson_interval
from core.labelling.model_labels.models import ModelLabel, ModelLabeller
from core.labelling.models import CHOICES, Outcome, Pair


@dataclass(frozen=True)
class LabellerFigures:
    """A model's labels under one name.

    Attributes:
        name: By which a recipe asks for them.
        model: Whose they are.
        labels: Pairs with an outcome; ``ties`` of these name no candidate.
        turned: Pairs on which its choice changed with the order; they are among the ties.
        unclear: Pairs on which it gave no choice.
        compared: Pairs on which it chose a candidate and so did people: what was settled, else more votes for
            one candidate than for the other.
        agreeing: Of these, those with the same candidate.
    """

    name: str
    model: str
    labels: int
    ties: int
    turned: int
    unclear: int
    compared: int
    agreeing: int

    @property
    def agreement(self) -> float | None:
        """How often it chose as people did; None where nothing can be compared."""
        return self.agreeing / self.compared if self.compared else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval of that, by Wilson: each pair counts once."""
        return wilson_interval(self.agreeing, self.compared)


def list_model_labellers(session: Session, project_id: int) -> list[LabellerFigures]:
    """Every name under which a model has labelled the project's pairs, in the order of the names."""
    ensure_may(session, Action.SEE_QUALITY, project_id)
    people, model = _people(), col(ModelLabel.outcome)
    both = and_(model.in_(CHOICES), people.is_not(None))
    figures = (
        _count(model.is_not(None)),
        _count(model == Outcome.TIE),
        _count(col(ModelLabel.straight) != col(ModelLabel.swapped)),
        func.count(col(ModelLabel.id)) - _count(model.is_not(None)),
        _count(both),
        _count(and_(both, model == people)),
    )
    query = (
        select(col(ModelLabeller.name), col(ModelLabeller.model), *figures)
        .outerjoin(ModelLabel, col(ModelLabel.labeller_id) == col(ModelLabeller.id))
        .outerjoin(Pair, col(Pair.id) == col(ModelLabel.pair_id))
        .where(col(ModelLabeller.project_id) == project_id)
        .group_by(col(ModelLabeller.id), col(ModelLabeller.name), col(ModelLabeller.model))
        .order_by(col(ModelLabeller.name))
    )
    return [LabellerFigures(*row) for row in session.connection().execute(query)]


def require_labellers(session: Session, project_id: int, names: Collection[str]) -> list[LabellerFigures]:
    """The figures of these names.

    Raises:
        InvalidInput: There are no labels of a name in this project.
    """
    known = {one.name: one for one in list_model_labellers(session, project_id)}
    for name in names:
        if name not in known:
            there = ", ".join(f"“{one}”" for one in known) or "none"
            raise InvalidInput(f"There are no labels of a model called “{name}” here; there are: {there}.")
    return [known[name] for name in names]


def _people() -> Any:
    """What people say of a pair: a candidate, or nothing where they are even or have not judged."""
    settled, votes_0, votes_1 = col(Pair.settled), col(Pair.votes_0), col(Pair.votes_1)
    return case(
        (settled.in_(CHOICES), settled),
        (settled.is_not(None), None),
        (votes_0 > votes_1, Outcome.CANDIDATE_0),
        (votes_1 > votes_0, Outcome.CANDIDATE_1),
        else_=None,
    )


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
