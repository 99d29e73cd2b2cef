"""Who looks after a run: whoever claimed it last, for a while, so that each has one follower at a time."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select, tuple_, update

from core.db import Database, now
from core.errors import Conflict
from core.training.methods import all_methods
from core.training.models import ACTIVE, Run, RunState
from core.training.runs.transitions import Pace
from core.training.runs.views import is_here

PATIENCE = 5.0  # seconds, for a run of a method that is not there any more
FARTHEST = timedelta(hours=1)
"""No claim and no wait lasts so long; one that does was put down while the clock was ahead, and is past."""


def new_holder() -> str:
    """A name for whoever claims; no two rounds share one, so a late one is told from its successor."""
    return secrets.token_hex(8)


def pace_of(method: str) -> Pace:
    """How a method's runs are polled."""
    found = all_methods().get(method)
    return Pace(found.poll_seconds, found.patience) if found else Pace(0.0, PATIENCE)


def claimed_until(method: str) -> datetime:
    """How long a claim on a run of this method lasts: its longest request, twice."""
    return now() + timedelta(seconds=2 * pace_of(method).patience)


class Superseded(Conflict):
    """Whoever was starting a run is to stop: it was cancelled, or somebody else is starting it."""


@dataclass
class Claim:
    """A claim on one run that is being started.

    Attributes:
        db: The database.
        run_id: The run.
        method: Its method's name.
        holder: Who holds it.
        made: Whether something may have been made for the run: `assert_claimed` has been called.
    """

    db: Database
    run_id: int
    method: str
    holder: str
    made: bool = False

    def assert_claimed(self) -> None:
        """Keep the run, right before something is made for it.

        Raises:
            Superseded: Nothing may be made.
        """
        self.keep()
        self.made = True

    def keep(self, **values: str) -> None:
        """Keep the run for as long again, and put these columns.

        Raises:
            Superseded: It was cancelled, or somebody else has it.
        """
        statement = (
            update(Run)
            .where(
                col(Run.id) == self.run_id,
                col(Run.claimed_by) == self.holder,
                col(Run.state) == RunState.PENDING,
            )
            .values(claimed_until=claimed_until(self.method), **values)
            .returning(col(Run.id))
        )
        with self.db.write(alone=False) as session:
            kept = session.scalars(statement).first()
        if kept is None:
            raise Superseded("The run was cancelled, or another studio is starting it.")


@dataclass(frozen=True)
class Claimed:
    """The runs that were claimed, and how many are active in all."""

    holder: str
    runs: tuple[Run, ...]
    active: int


def claim_due(db: Database, *, leave: Collection[int] = ()) -> Claimed:
    """Claim every active run whose next poll is due and that nobody else holds.

    Costs one query where nothing is due, else one more a method, whatever the number of runs.

    Args:
        db: The database.
        leave: Runs that are not wanted: whoever claims is still busy with them.
    """
    holder, at = new_holder(), now()
    with db.read() as session:
        rows = session.exec(select(Run).where(col(Run.state).in_(ACTIVE)).order_by(col(Run.id))).all()
    due = [row for row in rows if row.id not in leave and _is_due(row, at) and is_here(row)]
    if not due:
        return Claimed(holder, (), len(rows))
    taken: set[int] = set()
    with db.write(alone=False) as session:
        for method in sorted({row.method for row in due}):
            taken |= _claim(session, holder, method, (row for row in due if row.method == method), at)
    return Claimed(holder, tuple(row for row in due if row.id in taken), len(rows))


def renew(db: Database, holders: Collection[str], method: str) -> None:
    """Keep all claims that these holders have on runs of a method for as long again."""
    with db.write(alone=False) as session:
        session.execute(
            update(Run)
            .where(col(Run.claimed_by).in_(holders), col(Run.method) == method)
            .values(claimed_until=claimed_until(method))
            .execution_options(synchronize_session=False)
        )


def _is_due(row: Run, at: datetime) -> bool:
    """Whether nobody waits for it or holds it."""
    return _is_past(row.next_poll_at, at) and _is_past(row.claimed_until, at)


def _is_past(moment: datetime | None, at: datetime) -> bool:
    return moment is None or not at < moment <= at + FARTHEST


def _claim(session: Session, holder: str, method: str, rows: Iterable[Run], at: datetime) -> set[int]:
    """The database decides, row by row: of two who ask for a run at once, one gets it.

    A run that was cancelled since it was read is left for the next round.
    """
    statement = (
        update(Run)
        .where(
            tuple_(col(Run.id), col(Run.state)).in_([(row.id, row.state) for row in rows]),
            or_(
                col(Run.claimed_until).is_(None),
                col(Run.claimed_until) <= at,
                col(Run.claimed_until) > at + FARTHEST,
            ),
        )
        .values(claimed_by=holder, claimed_until=claimed_until(method))
        .returning(col(Run.id))
        .execution_options(synchronize_session=False)
    )
    return {number for number in session.scalars(statement) if number is not None}
