"""How fast a person answers just now, and for how long they have been at it without a break."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Row, bindparam
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from core.access import Action, ensure_may_for
from core.labelling.judgments import Judgment, standing
from core.labelling.models import Purpose
from core.labelling.project_view import ProjectView

LAST = 20
"""Answers that the pace is taken from."""
BREAK = timedelta(minutes=5)
"""Who has done nothing for so long has had a break."""
_GIVEN = (
    rows_of(col(Judgment.received_at), col(Judgment.active_ms))
    .where(
        col(Judgment.project_id) == bindparam("project"),
        col(Judgment.person_id) == bindparam("person"),
        col(Judgment.purpose) != Purpose.IMPORTED,
        col(Judgment.received_at) >= bindparam("since"),
        col(Judgment.ranking_id).is_(None) | (col(Judgment.ranking_id) == col(Judgment.id)),
        *standing(Judgment),
    )
    .order_by(col(Judgment.received_at).desc())
    .limit(bindparam("most"))
)
Given = Sequence[Row[datetime, int | None]]
"""When answers came and how long each took, the newest first."""


@dataclass(frozen=True)
class Pace:
    """How long the last answers took.

    Attributes:
        seconds: The median of the active time, so that one answer over a coffee changes nothing; None
            before the first.
        answers: How many it is the median of.
    """

    seconds: float | None
    answers: int


def recent_pace(session: Session, project: ProjectView, person_id: int, *, since: datetime) -> Pace:
    """The pace of a person's last answers since a moment, of twenty at most."""
    ensure_may_for(session, Action.SEE_PROJECT, project.id, person_id, others=Action.SEE_QUALITY)
    return pace_of(given_since(session, project, person_id, since=since, most=LAST))


def given_since(
    session: Session, project: ProjectView, person_id: int, *, since: datetime, most: int
) -> Given:
    """A person's answers since a moment, along their index and ``most`` at most."""
    given = {"project": project.id, "person": person_id, "since": since, "most": most}
    return session.connection().execute(_GIVEN, given).all()


def pace_of(given: Given) -> Pace:
    """The pace of the newest of these."""
    took = [one.active_ms / 1000 for one in given[:LAST] if one.active_ms]
    return Pace(median(took) if took else None, len(took))


def stretches(given: Given) -> list[tuple[datetime, datetime]]:
    """From when to when somebody was at it without a break, the latest first.

    Between two answers lies a break where five minutes are left over beside the time that the second took.
    """
    found: list[tuple[datetime, datetime]] = []
    for one in reversed(given):
        began = one.received_at - timedelta(milliseconds=one.active_ms or 0)
        if found and began - found[-1][1] < BREAK:
            found[-1] = (found[-1][0], one.received_at)
        else:
            found.append((began, one.received_at))
    return found[::-1]
