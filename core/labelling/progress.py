"""How far a project and a person are: sums that every save keeps up to date, so that nobody counts rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.access import Action, Person, ensure_may, ensure_may_for
from core.db import insert_or_add, now
from core.labelling.judgments import Tally
from core.labelling.models import Coverage, Outcome, Pair, Pool
from core.labelling.project_view import ProjectView

FIGURES = ("judged", "skipped", "surplus", "active_ms")
DAYS_SHOWN = 28
"""Days of work that are looked at: what it costs does not grow with a project's age."""
Signed = tuple[Mapping[str, Any], int]
"""A judgment's columns, and 1 to count it in or -1 to count it out again."""
COVERED: tuple[ColumnElement[bool], ...] = (col(Pair.pool) != Pool.GOLD, col(Pair.left_out).is_(None))
"""What makes a pair part of a project's work: neither is it gold, nor has somebody left it out."""


class Placed(Protocol):
    """Whatever knows the pool of a pair, and why it is left out."""

    @property
    def pool(self) -> Pool:
        """As of `Pair`."""

    @property
    def left_out(self) -> str | None:
        """As of `Pair`."""


def covered(pair: Placed) -> bool:
    """Whether a pair counts in `Coverage`; the same as `COVERED`."""
    return pair.pool != Pool.GOLD and pair.left_out is None


@dataclass(frozen=True)
class ProjectProgress:
    """Pairs by how many judgments they have; ``by_count[n]`` is the number of pairs with n of them."""

    by_count: dict[int, int]
    needed: int

    @property
    def pairs(self) -> int:
        """Pairs in all."""
        return sum(self.by_count.values())

    @property
    def complete(self) -> int:
        """Pairs that have all the judgments they need."""
        return sum(pairs for count, pairs in self.by_count.items() if count >= self.needed)

    @property
    def judgments(self) -> int:
        """Choices and ties in all."""
        return sum(count * pairs for count, pairs in self.by_count.items())

    @property
    def given(self) -> int:
        """Judgments of those that are needed: what a pair has beyond its need is left out."""
        return sum(min(count, self.needed) * pairs for count, pairs in self.by_count.items())

    @property
    def share(self) -> float | None:
        """Judgments given of those needed, 0 to 1; None without pairs."""
        wanted = self.needed * self.pairs
        return self.given / wanted if wanted else None


@dataclass(frozen=True)
class PersonProgress:
    """What one person did in a project; ``seconds_each`` is today's active time a judgment, if any."""

    judged: int
    skipped: int
    judged_today: int
    seconds_each: float | None
    skipped_today: int = 0

    @property
    def answered(self) -> int:
        """Judgments and skips in all."""
        return self.judged + self.skipped

    @property
    def answered_today(self) -> int:
        """Judgments and skips of today."""
        return self.judged_today + self.skipped_today


@dataclass(frozen=True)
class DayOfWork:
    """Judgments by one person on one day."""

    person_id: int
    name: str
    day: date
    judged: int


def project_progress(session: Session, project: ProjectView) -> ProjectProgress:
    """How many pairs have how many judgments."""
    ensure_may(session, Action.SEE_PROJECT, project.id)
    rows = session.exec(
        select(Coverage.judgment_count, Coverage.pairs).where(Coverage.project_id == project.id)
    )
    return ProjectProgress({count: pairs for count, pairs in rows if pairs}, project.judgments_per_pair)


def person_progress(session: Session, project: ProjectView, person_id: int) -> PersonProgress:
    """What one person did in the project, in all and today."""
    ensure_may_for(session, Action.SEE_PROJECT, project.id, person_id, others=Action.SEE_QUALITY)
    rows = session.exec(
        select(Tally).where(Tally.project_id == project.id, Tally.person_id == person_id)
    ).all()
    of_today = next((row for row in rows if row.day == today()), None)
    return PersonProgress(
        judged=sum(row.judged for row in rows),
        skipped=sum(row.skipped for row in rows),
        judged_today=of_today.judged if of_today else 0,
        seconds_each=_seconds_each(of_today),
        skipped_today=of_today.skipped if of_today else 0,
    )


def work_by_day(session: Session, project: ProjectView, days: int = DAYS_SHOWN) -> list[DayOfWork]:
    """Judgments a person and day, of the last days, today being one of them: who did what when."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    first = today() - timedelta(days=days - 1)
    query = (
        select(Tally, Person.name)
        .join(Person, col(Person.id) == Tally.person_id)
        .where(Tally.project_id == project.id, Tally.day >= first)
        .order_by(col(Tally.day), Person.name)
    )
    return [
        DayOfWork(row.person_id, name, row.day, row.judged) for row, name in session.exec(query) if row.judged
    ]


def today() -> date:
    """The day on the wall of the room where people label, not UTC's."""
    return _local(now()).date()


def begin_of(day: date) -> datetime:
    """When a day begins in that room."""
    return datetime.combine(day, time()).astimezone()


def _seconds_each(row: Tally | None) -> float | None:
    answered = row.judged + row.skipped if row else 0
    return row.active_ms / 1000 / answered if row and answered else None


def tally_judgments(session: Session, judgments: Iterable[Signed]) -> None:
    """Count judgments in, or out again when they were withdrawn, on the day they came.

    A browser's clock may be years off; only the server's says which day it is.
    """
    sums: dict[tuple[int, int, Any], Counter[str]] = {}
    for judgment, sign in judgments:
        day = _local(judgment["received_at"]).date()
        key = (judgment["project_id"], judgment["person_id"], day)
        figures = sums.setdefault(key, Counter())
        for name, value in _figures(judgment).items():
            figures[name] += sign * value
    rows = [
        {"project_id": project, "person_id": person, "day": day} | {name: sum_[name] for name in FIGURES}
        for (project, person, day), sum_ in sorted(sums.items())
    ]
    insert_or_add(session, Tally, rows, key=("project_id", "person_id", "day"))


def move_coverage(
    session: Session, project_id: int, *, before: int | None, after: int | None, pairs: int = 1
) -> None:
    """Note that pairs went from ``before`` judgments to ``after``; None: not counted then."""
    changes: Counter[int] = Counter()
    if before is not None:
        changes[before] -= pairs
    if after is not None:
        changes[after] += pairs
    add_coverage(session, project_id, changes)


def add_coverage(session: Session, project_id: int, changes: Mapping[int, int]) -> None:
    """Add ``changes[n]`` pairs to those with n judgments: last in a unit of work, for others wait."""
    rows = [
        {"project_id": project_id, "judgment_count": count, "pairs": pairs}
        for count, pairs in sorted(changes.items())
        if pairs
    ]
    insert_or_add(session, Coverage, rows, key=("project_id", "judgment_count"))


def _figures(judgment: Mapping[str, Any]) -> dict[str, int]:
    outcome = Outcome(judgment["outcome"])
    return {
        "judged": int(outcome.counts),
        "skipped": int(outcome == Outcome.SKIP),
        "surplus": int(judgment["surplus"]),
        "active_ms": judgment["active_ms"] or 0,
    }


def _local(moment: datetime) -> datetime:
    return moment.astimezone()
