"""Pairs that an adjudicator has settled, latest first: to look at them again, and to reopen one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from core.access import Person
from core.labelling.adjudication.opinions import PairText
from core.labelling.models import Pair
from core.labelling.project_view import ProjectView
from core.labelling.queue_models import Decision


@dataclass(frozen=True, slots=True)
class SettledPair:
    """A pair with the decision that settles it; ``pair.settled`` is what was decided.

    Attributes:
        pair: Its texts.
        name: Who decided.
        at: When.
        note: What was written with it.
    """

    pair: PairText
    name: str
    at: datetime
    note: str


def settled_pairs(
    session: Session, project: ProjectView, *, limit: int, offset: int = 0
) -> list[SettledPair]:
    """Settled pairs with their latest decision, latest decided first."""
    query = (
        select(Decision, Pair, Person.name)
        .join(Pair, col(Pair.id) == Decision.pair_id)
        .join(Person, col(Person.id) == Decision.person_id)
        .where(*_settled(project))
        .order_by(col(Decision.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        SettledPair(PairText.of(pair), name, decision.at, decision.note)
        for decision, pair, name in session.exec(query)
    ]


def count_settled(session: Session, project: ProjectView) -> int:
    """How many `settled_pairs` there are in all."""
    query = select(func.count()).select_from(Decision).join(Pair, col(Pair.id) == Decision.pair_id)
    return session.exec(query.where(*_settled(project))).one()


def _settled(project: ProjectView) -> tuple[ColumnElement[bool], ...]:
    """The latest decision of each settled pair: there are few decisions, and many pairs."""
    latest = select(func.max(Decision.id)).where(Decision.project_id == project.id)
    return (
        col(Decision.project_id) == project.id,
        col(Pair.settled).is_not(None),
        col(Decision.id).in_(latest.group_by(col(Decision.pair_id))),
    )
