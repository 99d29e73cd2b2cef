"""Who of a project's people is stuck or silent, and why: what a lead can help with today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, func, select

from core.access import IS_HERE, Action, Person, ensure_may, views_of
from core.db import now
from core.labelling.holders import Lease, Member, MemberState
from core.labelling.judgments import Tally
from core.labelling.models import Purpose
from core.labelling.progress import DAYS_SHOWN, today
from core.labelling.project_view import ProjectView
from core.labelling.queue.leases import RETURNED_TERM
from core.labelling.queue.members import Standing, stand

SILENT_DAYS = 3
"""Whoever worked lately and has given nothing for so long is silent; a weekend alone is not long enough."""
RETURNED_DAYS = 2
"""For so long returned work may lie before a lead is told."""


class Trouble(StrEnum):
    """What keeps somebody from labelling."""

    WAITING = "waits to be let in"
    FAILED = "failed the qualification"
    QUALIFYING = "has stopped in the qualification"
    RETURNED = "has not looked at returned work"
    SILENT = "has been silent"


@dataclass(frozen=True)
class TroubledMember:
    """Somebody who does not get on.

    Attributes:
        person_id: Their number, and ``name`` what they are called.
        since: When it began, as far as that is known.
        returned: Pairs given back to them that still wait.
        standing: How their qualification stands.
    """

    person_id: int
    name: str
    trouble: Trouble
    since: date | None
    returned: int
    standing: Standing


def read_troubles(session: Session, project: ProjectView) -> list[TroubledMember]:
    """The project's people who are stuck or silent, those that only a lead can help first.

    A few statements, over the people of the project and their last days.
    """
    ensure_may(session, Action.MANAGE_MEMBERS, project.id)
    query = (
        select(Member, Person)
        .join(Person, col(Person.id) == Member.person_id)
        .where(Member.project_id == project.id, *IS_HERE, col(Person.paused).is_(False))
        .order_by(Person.name)
    )
    rows = session.exec(query).all()
    views = views_of(session, [person for _, person in rows])
    worked = _last_days(session, project)
    returned = _returned(session, project)
    found = []
    for (member, _), person in zip(rows, views, strict=True):
        waits = returned.get(member.person_id, Waiting(0, now()))
        seen = _Seen(member, stand(project, person, member), worked.get(member.person_id), waits)
        if person.role_in(project.id) and (why := seen.trouble()):
            found.append(TroubledMember(member.person_id, person.name, *why, waits.pairs, seen.standing))
    return sorted(found, key=lambda one: list(Trouble).index(one.trouble))


@dataclass(frozen=True)
class Waiting:
    """Pairs given back to somebody that wait, and since when the first of them does."""

    pairs: int
    since: datetime


@dataclass(frozen=True)
class _Seen:
    """What is known of somebody: their place, how they stand, the last day on which they answered."""

    member: Member
    standing: Standing
    last: date | None
    waiting: Waiting

    def trouble(self) -> tuple[Trouble, date | None] | None:
        """What keeps them, and since when; None if nothing does."""
        state, came = self.standing.state, self.member.since.astimezone().date()
        silent = (today() - (self.last or came)).days >= SILENT_DAYS
        if state == MemberState.WAITING:
            return Trouble.WAITING, came
        if state == MemberState.FAILED:
            return Trouble.FAILED, self.last
        if state == MemberState.QUALIFYING and silent:
            return Trouble.QUALIFYING, self.last or came
        if state == MemberState.ACTIVE and now() - self.waiting.since >= timedelta(days=RETURNED_DAYS):
            return Trouble.RETURNED, self.waiting.since.astimezone().date()
        if state == MemberState.ACTIVE and silent and self.last:
            return Trouble.SILENT, self.last
        return None


def _last_days(session: Session, project: ProjectView) -> dict[int, date]:
    """Of everybody who worked lately, the last day on which they gave an answer."""
    query = (
        select(Tally.person_id, func.max(Tally.day))
        .where(
            Tally.project_id == project.id,
            Tally.day > today() - timedelta(days=DAYS_SHOWN),
            Tally.judged + Tally.skipped > 0,
        )
        .group_by(col(Tally.person_id))
    )
    return dict(session.exec(query).all())


def _returned(session: Session, project: ProjectView) -> dict[int, Waiting]:
    """How many returned pairs wait for each person, and since when the first of them does."""
    query = (
        select(Lease.person_id, func.count(), func.min(Lease.expires_at))
        .where(Lease.project_id == project.id, Lease.purpose == Purpose.RETURNED)
        .group_by(col(Lease.person_id))
    )
    return {person: Waiting(count, ends - RETURNED_TERM) for person, count, ends in session.exec(query)}
