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
MOST_LOOKED = 20_000
"""So many answers are looked at for a page: what is rare is found on one of the next pages."""
MOST_LOOKED_OF_ONE = 2_000
"""Of one person: theirs lie apart, so each costs several times as much."""
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


def find_places(
    session: Session,
    project: ProjectView,
    wanted: AnswerFilter,
    *conditions: ColumnElement[bool],
    after: Place | None,
    limit: int,
) -> AnswerPage[Place]:
    """Where the answers of a page stand; a bounded number of answers is looked at for it.

    Args:
        session: A unit of work that reads.
        project: Whose answers.
        wanted: Which.
        conditions: What else must hold of them.
        after: Behind which the page begins.
        limit: How many at most.
    """
    most = MOST_LOOKED if wanted.person is None else MOST_LOOKED_OF_ONE
    end = _end_of_look(session, project, wanted, after, most)
    asked = (*wanted.one_by_one, *having_words(session, project, wanted.text), *conditions)
    query = (
        rows_of(col(Judgment.received_at), col(Judgment.id))
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .where(*_stretch(project, wanted, after), *standing(Judgment), *asked)
        .order_by(col(Judgment.received_at).desc(), col(Judgment.id).desc())
        .limit(limit + 1)
    )
    if end is not None:
        query = query.where(col(Judgment.received_at) >= end)
    found = [Place.of(row) for row in session.connection().execute(query)]
    if len(found) > limit:
        return AnswerPage(found[:limit], found[limit - 1])
    return AnswerPage(found, None) if end is None else AnswerPage(found, Place(end, ""), looked=most)


def _stretch(project: ProjectView, wanted: AnswerFilter, after: Place | None) -> list[ColumnElement[bool]]:
    """The answers along the index, from a place on."""
    along = [col(Judgment.project_id) == project.id, *wanted.along_the_index]
    if after is not None:
        place = tuple_(col(Judgment.received_at), col(Judgment.id))
        along.append(place < tuple_(literal(after.received_at, UtcDateTime()), literal(after.id)))
    return along


def _end_of_look(
    session: Session, project: ProjectView, wanted: AnswerFilter, after: Place | None, most: int
) -> datetime | None:
    """When the last answer of a look came, withdrawn ones counted; None if the list ends before."""
    query = rows_of(col(Judgment.received_at)).where(*_stretch(project, wanted, after))
    order = col(Judgment.received_at).desc()
    row = session.connection().execute(query.order_by(order).limit(1).offset(most - 1)).first()
    return None if row is None else row.received_at
