"""Who looks after a run: whoever claimed it last, for a while, so that each has one follower at a time."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select, update

from core.db import Database, now
from core.errors import NotFound
from core.training.methods import get_method
from core.training.models import ACTIVE, Run

PATIENCE = 5.0  # seconds, for a run of a method that is not there any more


def new_holder() -> str:
    """A name for whoever claims; no two looks share one, so a late one is told from its successor."""
    return secrets.token_hex(8)


def patience_of(method: str) -> float:
    """The longest that one request of this method may take, in seconds."""
    try:
        return get_method(method).patience
    except NotFound:
        return PATIENCE


def claimed_until(method: str) -> datetime:
    """How long a claim on a run of this method lasts: its longest request, twice."""
    return now() + timedelta(seconds=2 * patience_of(method))


@dataclass(frozen=True)
class Claimed:
    """The runs that were claimed, and how many are active in all."""

    holder: str
    runs: tuple[Run, ...]
    active: int


def claim_due(db: Database, *, leave: Collection[int] = ()) -> Claimed:
    """Claim every active run whose next look is due and that nobody else holds.

    Costs one query where nothing is due, else one more a method, whatever the number of runs.

    Args:
        db: The database.
        leave: Runs that are not wanted: whoever claims is still busy with them.
    """
    holder, at = new_holder(), now()
    with db.read() as session:
        rows = session.exec(select(Run).where(col(Run.state).in_(ACTIVE)).order_by(col(Run.id))).all()
    due = [row for row in rows if row.id not in leave and _is_due(row, at)]
    if not due:
        return Claimed(holder, (), len(rows))
    taken: set[int] = set()
    with db.write(alone=False) as session:
        for method in sorted({row.method for row in due}):
            taken |= _claim(session, holder, method, (row for row in due if row.method == method), at)
    return Claimed(holder, tuple(row for row in due if row.id in taken), len(rows))


def _is_due(row: Run, at: datetime) -> bool:
    return (row.look_at is None or row.look_at <= at) and (
        row.claimed_until is None or row.claimed_until <= at
    )


def _claim(session: Session, holder: str, method: str, rows: Iterable[Run], at: datetime) -> set[int]:
    """The database decides, row by row: of two who ask for a run at once, one gets it."""
    statement = (
        update(Run)
        .where(
            col(Run.id).in_([row.id for row in rows]),
            col(Run.state).in_(ACTIVE),
            or_(col(Run.claimed_until).is_(None), col(Run.claimed_until) <= at),
        )
        .values(claimed_by=holder, claimed_until=claimed_until(method))
        .returning(col(Run.id))
        .execution_options(synchronize_session=False)
    )
    return {number for number in session.scalars(statement) if number is not None}
