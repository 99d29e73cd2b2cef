"""Pairs and judgments one after another, for programs: each page goes on where the one before ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, literal, tuple_
from sqlalchemy import select as columns_of
from sqlmodel import Session, col

from core.access import Action, Person, ensure_may
from core.db import UtcDateTime
from core.labelling.judgments import Judgment
from core.labelling.models import UNDO, Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair with what its judgments come to so far; ``gold`` is the right answer where it is known."""

    id: int
    input_text: str
    candidate_0: str
    candidate_1: str
    source_0: str | None
    source_1: str | None
    pool: Pool
    gold: Outcome | None
    settled: Outcome | None
    judgment_count: int
    votes_0: int
    votes_1: int
    origin: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ListedJudgment:
    """A judgment with who gave it.

    Attributes:
        stands: Whether nobody has withdrawn it; a row that undoes another one never stands.
        undoes: The judgment that this row took back.
    """

    id: str
    pair_id: int
    person_id: int
    person: str
    outcome: Outcome
    purpose: Purpose
    is_retest: bool
    surplus: bool
    strength: int | None
    confidence: int | None
    reason: str | None
    rationale: str | None
    flag: str | None
    axes: dict[str, str] | None
    ranking: list[int] | None
    active_ms: int | None
    answered_at: datetime
    received_at: datetime
    undoes: str | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a judgment stands in the order of the list."""

    received_at: datetime
    id: str


_PAIR_COLUMNS = tuple(getattr(Pair, name) for name in ListedPair.__dataclass_fields__)
_OTHERWISE = {
    "person": col(Person.name),
    "stands": and_(col(Judgment.withdrawn_by).is_(None), col(Judgment.outcome) != UNDO),
}
_JUDGMENT_COLUMNS: tuple[Any, ...] = tuple(
    _OTHERWISE[name] if name in _OTHERWISE else getattr(Judgment, name)
    for name in ListedJudgment.__dataclass_fields__
)


def list_pairs(session: Session, project: ProjectView, *, after: int = 0, limit: int) -> list[ListedPair]:
    """The pairs of a project in the order in which they came, those behind number ``after``.

    Imports stand in line, so no pair is ever put before one that is there.
    """
    ensure_may(session, Action.SEE_DATA, project.id)
    query = columns_of(*_PAIR_COLUMNS).where(col(Pair.project_id) == project.id, col(Pair.id) > after)
    rows = session.connection().execute(query.order_by(col(Pair.id)).limit(limit))
    return [ListedPair(*row) for row in rows]


def list_judgments(
    session: Session,
    project: ProjectView,
    *,
    since: datetime | None = None,
    after: Place | None = None,
    limit: int,
) -> list[ListedJudgment]:
    """The judgments of a project in the order in which they came to the server, withdrawn ones too.

    People judge at once, so for as long as a change may take one may appear before others that are there:
    whoever comes back later asks from a moment that lies so long before.

    Args:
        session: A unit of work that reads.
        project: Whose.
        since: Those that came at this moment or later.
        after: Those behind this one.
        limit: How many at most.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        columns_of(*_JUDGMENT_COLUMNS)
        .join(Person, col(Person.id) == Judgment.person_id)
        .where(col(Judgment.project_id) == project.id)
        .order_by(col(Judgment.received_at), col(Judgment.id))
        .limit(limit)
    )
    if since is not None:
        query = query.where(col(Judgment.received_at) >= since)
    if after is not None:
        place = tuple_(literal(after.received_at, UtcDateTime()), literal(after.id))
        query = query.where(tuple_(col(Judgment.received_at), col(Judgment.id)) > place)
    return [ListedJudgment(*row) for row in session.connection().execute(query)]
