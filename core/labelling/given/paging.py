"""A page of a list of answers: it costs the same however many there are, whatever is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import ColumnElement, literal, tuple_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from core.db import UtcDateTime
from core.labelling.finding import having_words
from core.labelling.given.wanted import AnswerFilter
from core.labelling.judgments import Judgment, standing
from core.labelling.models import Pair
from core.labelling.project_view import ProjectView

PAGE = 25
LOOKS = (500, 20_000)
"""So many answers are looked at for a page, then so many: what is rare is found on one of the next pages."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in the order in which they came."""

    received_at: datetime
    id: str

    @classmethod
    def of(cls, row: Any) -> Self:
        """That of a row with both columns."""
        return cls(row.received_at, row.id)


@dataclass(frozen=True, slots=True)
class AnswerPage(Generic[Row]):
    """A page of the list, latest first.

    Attributes:
        rows: The answers.
        after: Behind which the next page begins; None at the end.
        looked: How many answers were looked at and were not enough for a page; None if they were.
    """

    rows: Sequence[Row]
    after: Place | None
    looked: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The places of a page's answers, and what else `AnswerPage` says."""

    places: list[Place]
    after: Place | None
    looked: int | None = None


def find_places(
    session: Session,
    project: ProjectView,
    wanted: AnswerFilter,
    *conditions: ColumnElement[bool],
    after: Place | None,
    limit: int,
) -> Found:
    """Where the answers of a page stand; at most two looks are made, each at a bounded number of answers.

    Args:
        session: A unit of work that reads.
        project: Whose answers.
        wanted: Which.
        conditions: What else must hold of them.
        after: Behind which the page begins.
        limit: How many at most.
    """
    for look in LOOKS:
        found = _look(session, project, wanted, conditions, after, limit=limit + 1, look=look)
        if len(found) > limit:
            return Found(found[:limit], found[limit - 1])
        end = _end_of_look(session, project, wanted, after, look)
        if end is None:
            return Found(found, None)
    return Found(found, end, looked=LOOKS[-1])


def _stretch(project: ProjectView, wanted: AnswerFilter, after: Place | None) -> Any:
    """The standing answers along the index, from a place on."""
    place = tuple_(col(Judgment.received_at), col(Judgment.id))
    query = rows_of(col(Judgment.received_at), col(Judgment.id)).where(
        col(Judgment.project_id) == project.id, *standing(Judgment), *wanted.along_the_index
    )
    if after is not None:
        query = query.where(place < tuple_(literal(after.received_at, UtcDateTime()), literal(after.id)))
    return query.order_by(col(Judgment.received_at).desc(), col(Judgment.id).desc())


def _look(
    session: Session,
    project: ProjectView,
    wanted: AnswerFilter,
    conditions: Sequence[ColumnElement[bool]],
    after: Place | None,
    *,
    limit: int,
    look: int,
) -> list[Place]:
    near = _stretch(project, wanted, after).limit(look).subquery()
    query = (
        rows_of(near.c.received_at, near.c.id)
        .join(Judgment, col(Judgment.id) == near.c.id)
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .where(*having_words(session, project, wanted.text), *wanted.one_by_one, *conditions)
        .order_by(near.c.received_at.desc(), near.c.id.desc())
        .limit(limit)
    )
    return [Place.of(row) for row in session.connection().execute(query)]


def _end_of_look(
    session: Session, project: ProjectView, wanted: AnswerFilter, after: Place | None, look: int
) -> Place | None:
    """The last answer of a look; None if the list ends before."""
    query = _stretch(project, wanted, after).limit(1).offset(look - 1)
    row = session.connection().execute(query).first()
    return None if row is None else Place.of(row)
