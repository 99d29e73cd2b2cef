"""A person's day in a project as their home and the end of their work show it, and the goal of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, check_anew, ensure_may_for, view_of
from core.db import now
from core.errors import InvalidInput, NotFound
from core.labelling.day.pace import BREAK, Pace, given_since, pace_of, stretches
from core.labelling.holders import Lease, Member
from core.labelling.judgments import Tally
from core.labelling.models import Purpose
from core.labelling.progress import begin_of, today
from core.labelling.project_view import ProjectView, get_project
from core.labelling.protocol import MOST_A_DAY
from core.labelling.queue.members import Standing, enter, stand

DAYS = 14
MOST_ANSWERS = 10_000
"""Of a day, that stretches are taken from."""


@dataclass(frozen=True)
class WorkedDay:
    """One day of one person: answers (skips too), and the minutes they were at it."""

    day: date
    answered: int
    active_minutes: float


@dataclass(frozen=True)
class MyDay:
    """How a person's day in a project is going.

    Attributes:
        days: The last two weeks, today last, those without an answer too.
        goal: Answers a day that the person, or else a lead, wants; ``own_goal`` is the person's.
        pace: Of the last answers of today.
        streak: For how long the person has been at it without a break of five minutes; nothing if they
            are not at it now.
        longest: The longest such stretch of today.
        returned: Pairs that were given back and wait for another answer.
        standing: Whether they may label, and how their qualification stands.
    """

    days: tuple[WorkedDay, ...]
    goal: int | None
    own_goal: int | None
    pace: Pace
    streak: timedelta
    longest: timedelta
    returned: int
    standing: Standing

    @property
    def today(self) -> WorkedDay:
        """The day that it is."""
        return self.days[-1]

    @property
    def yesterday(self) -> WorkedDay:
        """The day before."""
        return self.days[-2]


def my_day(session: Session, project: ProjectView, person_id: int) -> MyDay:
    """A person's day: read from their days' sums and today's answers, never from all they ever gave.

    Raises:
        NotFound: There is no such person.
    """
    ensure_may_for(session, Action.SEE_PROJECT, project.id, person_id, others=Action.SEE_QUALITY)
    member = session.get(Member, (project.id, person_id))
    own = member.goal if member else None
    moment = now()
    given = given_since(session, project, person_id, since=today_since(), most=MOST_ANSWERS)
    at_it = stretches(given)
    lengths = [until - since for since, until in at_it]
    goes_on = bool(at_it) and moment - at_it[0][1] < BREAK
    return MyDay(
        days=_days(session, project, person_id, today()),
        goal=goal_of(project, own),
        own_goal=own,
        pace=pace_of(given),
        streak=lengths[0] if goes_on else timedelta(),
        longest=max(lengths, default=timedelta()),
        returned=_returned(session, project, person_id, moment),
        standing=_standing(session, project, person_id, member),
    )


def goal_of(project: ProjectView, own: int | None) -> int | None:
    """The goal that counts for somebody who set ``own``; None where nobody set one."""
    return own or project.protocol.daily_goal or None


def set_goal(session: Session, actor: PersonView, project: ProjectView, goal: int | None) -> None:
    """Set one's own goal in a project; None goes back to the lead's.

    Raises:
        NotAllowed: The actor may not label.
        InvalidInput: The number is out of range.
    """
    check_anew(session, actor, Action.LABEL, project.id)
    if goal is not None and not 1 <= goal <= MOST_A_DAY:
        raise InvalidInput(f"A goal is between 1 and {MOST_A_DAY:,} answers a day, not {goal:,}.")
    member = enter(session, actor, get_project(session, project.id))
    member.goal = goal
    session.add(member)


def today_since() -> datetime:
    """When today began, on the wall of the room where people label."""
    return begin_of(today())


def _days(session: Session, project: ProjectView, person_id: int, last: date) -> tuple[WorkedDay, ...]:
    first = last - timedelta(days=DAYS - 1)
    query = select(Tally).where(
        Tally.project_id == project.id, Tally.person_id == person_id, Tally.day >= first, Tally.day <= last
    )
    worked = {row.day: row for row in session.exec(query)}
    return tuple(_day(first + timedelta(days=number), worked) for number in range(DAYS))


def _day(day: date, worked: dict[date, Tally]) -> WorkedDay:
    row = worked.get(day) or Tally(project_id=0, person_id=0, day=day)
    return WorkedDay(day, row.judged + row.skipped, row.active_ms / 60_000)


def _returned(session: Session, project: ProjectView, person_id: int, moment: datetime) -> int:
    query = select(func.count()).where(
        Lease.project_id == project.id,
        Lease.person_id == person_id,
        Lease.purpose == Purpose.RETURNED,
        col(Lease.expires_at) > moment,
    )
    return session.exec(query).one()


def _standing(session: Session, project: ProjectView, person_id: int, member: Member | None) -> Standing:
    person = view_of(session, person_id)
    if person is None:
        raise NotFound(f"There is no person number {person_id}.")
    return stand(project, person, member)
