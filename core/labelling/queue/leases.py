"""Leases: a pair is somebody's for some minutes, and for more while they work; then others get it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import and_, bindparam, or_, tuple_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, delete, insert, select, update

from core.access import ensure_self
from core.db import now
from core.labelling.holders import Lease, Member
from core.labelling.models import Pair, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.queue.priority import PairMove, move_pairs

TERM = timedelta(minutes=10)
"""How long a pair stays somebody's who does nothing."""
GRACE = timedelta(seconds=30)
"""How long after leaving: a reload brings the same pairs back."""
RETURNED_TERM = timedelta(days=7)
"""How long a pair that was given back waits for its annotator."""
HOLDING = frozenset({Purpose.REGULAR, Purpose.RETURNED})
"""What keeps a place among the judgments a pair needs."""
SWEEP = 200

Plan = list[tuple[int, Purpose]]
"""Pairs to be given, and why."""


def expiry(purpose: Purpose) -> datetime:
    """When a lease of this purpose that begins now runs out."""
    return now() + (RETURNED_TERM if purpose == Purpose.RETURNED else TERM)


_PAST = col(Lease.expires_at) < bindparam("now")
_AHEAD = and_(
    col(Lease.expires_at) > bindparam("later"),
    or_(col(Lease.purpose) != Purpose.RETURNED, col(Lease.expires_at) > bindparam("much_later")),
)
"""A lease that runs for longer than any does was given while the clock was ahead: it is over too."""
_MINE = col(Lease.project_id) == bindparam("project")
# Spelt so that SQLite looks at either end of its index; of one condition before two it would read all leases.
_EXPIRED = select(col(Lease.pair_id)).where(or_(and_(_MINE, _PAST), and_(_MINE, _AHEAD))).limit(SWEEP)
_EXPIRE = update(Lease).where(
    col(Lease.project_id) == bindparam("project"),
    col(Lease.person_id) == bindparam("person"),
    col(Lease.purpose) != Purpose.RETURNED,
)

_RENEW = update(Lease).where(
    col(Lease.project_id) == bindparam("project"),
    col(Lease.person_id).in_(bindparam("people", expanding=True)),
    col(Lease.purpose) != Purpose.RETURNED,
    col(Lease.expires_at) < bindparam("soon"),
)


class LeaseRow(TypedDict):
    """The columns of a lease."""

    pair_id: int
    person_id: int
    project_id: int
    purpose: Purpose
    number: int
    expires_at: datetime


def lease_row(
    project: ProjectView, person_id: int, pair_id: int, purpose: Purpose, *, number: int
) -> LeaseRow:
    """The columns of a lease that begins now; a lower ``number`` comes before others."""
    return {
        "pair_id": pair_id,
        "person_id": person_id,
        "project_id": project.id,
        "purpose": purpose,
        "number": number,
        "expires_at": expiry(purpose),
    }


def grant(session: Session, project: ProjectView, member: Member, plan: Plan) -> None:
    """Give pairs to a person, in this order, after those they hold already."""
    if not plan:
        return
    rows = [
        lease_row(project, member.person_id, pair_id, purpose, number=number)
        for number, (pair_id, purpose) in enumerate(plan, start=member.dealt + 1)
    ]
    member.dealt += len(plan)
    session.connection().execute(insert(Lease), rows)
    held = [pair_id for pair_id, purpose in plan if purpose in HOLDING]
    move_pairs(session, project, [PairMove(pair_id, leases=1) for pair_id in held])


def renew(session: Session, project: ProjectView, people: Sequence[int]) -> None:
    """These people work: what they hold stays theirs; written only when half of its term is over."""
    moment = now()
    given = {"project": project.id, "people": people, "expires_at": moment + TERM}
    session.connection().execute(_RENEW, given | {"soon": moment + TERM / 2})


def leave(session: Session, project_id: int, person_id: int) -> None:
    """The person has left the page: others may have the pairs soon, unless the person comes right back.

    Raises:
        NotAllowed: Somebody else says so.
    """
    ensure_self(session, person_id)
    _expire(session, project_id, person_id, now() + GRACE)


def leave_by_token(session: Session, token: str) -> None:
    """As `leave`, for a browser that only knows the token of its member's row."""
    member = session.exec(select(Member).where(Member.leave_token == token)).first()
    if member is not None:
        _expire(session, member.project_id, member.person_id, now() + GRACE)


def sweep(session: Session, project: ProjectView) -> None:
    """Bring pairs whose lease has expired back into the queue, a few hundred at most."""
    moment = now()
    given = {"now": moment, "later": moment + 2 * TERM, "much_later": moment + 2 * RETURNED_TERM}
    pairs = set(session.connection().execute(_EXPIRED, given | {"project": project.id}).scalars())
    if not pairs:
        return
    # Pairs are locked before their leases, as when an answer is saved; those being answered are left out.
    query = select(Pair.id).where(col(Pair.id).in_(pairs)).order_by(col(Pair.id))
    free = list(session.exec(query.with_for_update(skip_locked=True, key_share=True)))
    # A lease that its holder is just renewing is left alone: two who swept up each other's would both wait.
    key = (col(Lease.pair_id), col(Lease.person_id))
    late = rows_of(*key).where(col(Lease.pair_id).in_(free), or_(_PAST, _AHEAD))
    expired = delete(Lease).where(tuple_(*key).in_(late.with_for_update(skip_locked=True)))
    what_is_over = expired.returning(col(Lease.pair_id), col(Lease.purpose))
    gone = session.connection().execute(what_is_over, given).all()
    places = Counter(row.pair_id for row in gone if row.purpose in HOLDING)
    move_pairs(session, project, [PairMove(pair_id, leases=-count) for pair_id, count in places.items()])


def revoke_leases(session: Session, project: ProjectView, person_id: int) -> None:
    """Take everything back from a person who may no longer label."""
    mine = (col(Lease.project_id) == project.id, col(Lease.person_id) == person_id)
    held = list(session.exec(select(Lease.pair_id).where(*mine, col(Lease.purpose).in_(HOLDING))))
    session.exec(delete(Lease).where(*mine))
    move_pairs(session, project, [PairMove(pair_id, leases=-1) for pair_id in held])


def lock_holders(session: Session, project: ProjectView) -> None:
    """Lock everybody's place who holds something: before any pair is, as everybody else does."""
    holders = select(Lease.person_id).where(Lease.project_id == project.id)
    query = select(Member.person_id).where(
        Member.project_id == project.id, col(Member.person_id).in_(holders)
    )
    session.exec(query.order_by(col(Member.person_id)).with_for_update()).all()


def take_from_all(session: Session, project: ProjectView, pairs: Sequence[int]) -> None:
    """Nobody holds these pairs any more, but for those whose qualification waits for an answer.

    Call `lock_holders` before, and lock the pairs.
    """
    theirs = (col(Lease.pair_id).in_(pairs), col(Lease.purpose) != Purpose.QUALIFICATION)
    taken = delete(Lease).where(*theirs).returning(col(Lease.pair_id), col(Lease.purpose))
    rows = session.connection().execute(taken).all()
    places = Counter(row.pair_id for row in rows if row.purpose in HOLDING)
    move_pairs(session, project, [PairMove(pair_id, leases=-count) for pair_id, count in places.items()])


def _expire(session: Session, project_id: int, person_id: int, at: datetime) -> None:
    session.connection().execute(_EXPIRE, {"project": project_id, "person": person_id, "expires_at": at})
