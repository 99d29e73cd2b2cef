"""Which pairs come next: the queue, the pools, a person's own earlier judgments."""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    bindparam,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.access import Action, ensure_may
from core.db import now
from core.labelling.holders import Lease, Member
from core.labelling.judgments import EARLIEST, IS_QUALIFICATION, Judgment, standing
from core.labelling.models import COUNTING, IN_SPECIAL_POOL, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView

START_OVER = timedelta(minutes=5)
"""How long a person goes on along the queue before they look again at what has come up before."""
LOOK_AGAIN = timedelta(seconds=2)
"""At the end of the queue: how long before the whole of it is looked through once more."""
RETEST_AFTER = timedelta(minutes=10)
"""A re-test sooner than this would measure memory."""
PARTS = 1000
SHARES, FEWEST = 4, 2
"""Nobody holds more than a quarter of what is open, but two pairs always."""

Place = tuple[int, int]
"""Where a pair stands in the queue: priority and shuffle key."""
END: Place = (2**31 - 1, 0)


def untouched(
    person: ColumnElement[int], pair: SQLColumnExpression[int | None]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions that a person has neither answered a pair nor holds it."""
    answered = exists().where(
        col(Judgment.pair_id) == pair, col(Judgment.person_id) == person, *standing(Judgment)
    )
    held = exists().where(col(Lease.pair_id) == pair, col(Lease.person_id) == person)
    return ~answered, ~held


# Built once: for every pair that is assigned, building a statement would take longer than running it.
_FOR_ME = untouched(bindparam("person", type_=Integer), col(Pair.id))
_PLACE = (col(Pair.priority), col(Pair.shuffle_key))
_QUEUE = (
    select(col(Pair.id), *_PLACE)
    .where(col(Pair.project_id) == bindparam("project"), col(Pair.priority).is_not(None), *_FOR_ME)
    .order_by(*_PLACE)
    .limit(bindparam("count"))
)
_COUNT_OPEN = select(func.count()).select_from(
    select(col(Pair.id))
    .where(col(Pair.project_id) == bindparam("project"), col(Pair.priority).is_not(None))
    .limit(bindparam("count"))
    .subquery()
)
# On PostgreSQL, pairs that somebody else is just being given are passed over, not waited for.
_TAKE = _QUEUE.with_for_update(skip_locked=True, key_share=True, of=Pair)
_TAKE_AFTER = _TAKE.where(tuple_(*_PLACE) > tuple_(bindparam("priority"), bindparam("key")))
_POOL = (
    select(col(Pair.id))
    .where(col(Pair.project_id) == bindparam("project"), *_FOR_ME)
    .order_by(col(Pair.shuffle_key))
    .limit(bindparam("count"))
)
_TAUGHT = exists().where(
    col(Judgment.project_id) == bindparam("project"),
    col(Judgment.person_id) == bindparam("person"),
    col(Judgment.pair_id) == col(Pair.id),
    IS_QUALIFICATION,
)
# The pool itself first: the other way round SQLite would read both pools and sort.
_CALIBRATION, _GOLD = (
    _POOL.where(col(Pair.pool) == pool, IN_SPECIAL_POOL, col(Pair.left_out).is_(None))
    for pool in (Pool.CALIBRATION, Pool.GOLD)
)
# Whoever was told the right answer, in a qualification that was withdrawn since, proves nothing by it.
_POOLS = {Pool.CALIBRATION: _CALIBRATION, Pool.GOLD: _GOLD.where(~_TAUGHT)}
_TAUGHT_GOLD = _GOLD.where(_TAUGHT)
_COUNT_GOLD = select(
    func.count().filter(~_TAUGHT).label("fresh"), func.count().filter(_TAUGHT).label("again")
).where(
    col(Pair.project_id) == bindparam("project"),
    col(Pair.pool) == Pool.GOLD,
    IN_SPECIAL_POOL,
    col(Pair.left_out).is_(None),
    _FOR_ME[0],
)


def along_the_queue(session: Session, project: ProjectView, member: Member, count: int) -> list[int]:
    """The next pairs in the project's order that this person has neither answered nor holds.

    The search goes on where it ended, so that it does not pass over everything the person has answered at
    each step; it begins anew at the end of the queue and every few minutes.
    """
    if count <= 0:
        return []
    start = _cursor(member)
    rows = _stretch(session, project, member, count, after=start) if start else []
    if len(rows) < count and (start is None or _looked_before(member, LOOK_AGAIN)):
        member.cursor_at = now()
        known = {row[0] for row in rows}
        rows += [row for row in _stretch(session, project, member, count, after=None) if row[0] not in known]
        rows = rows[:count]
    member.cursor_priority, member.cursor_key = rows[-1][1:] if rows else start or END
    return [row[0] for row in rows]


def from_pool(session: Session, project: ProjectView, person_id: int, pool: Pool, count: int) -> list[int]:
    """Gold or calibration pairs that this person has not had, in the project's order."""
    return _found(session, _POOLS[pool], project, person_id, count)


def taught_gold(session: Session, project: ProjectView, person_id: int, count: int) -> list[int]:
    """Gold pairs of an earlier qualification of this person, whose answers there were withdrawn since."""
    return _found(session, _TAUGHT_GOLD, project, person_id, count)


def count_unanswered_gold(session: Session, project: ProjectView, person_id: int) -> tuple[int, int]:
    """Gold pairs without an answer of this person: those that are new to them, and those they were taught."""
    row = session.connection().execute(_COUNT_GOLD, {"project": project.id, "person": person_id}).one()
    return row.fresh, row.again


def _found(
    session: Session, query: Select[int | None], project: ProjectView, person_id: int, count: int
) -> list[int]:
    given = {"project": project.id, "person": person_id, "count": count}
    return [row.id for row in session.connection().execute(query, given)]


def due_retest(session: Session, project: ProjectView, member: Member) -> int | None:
    """A pair this person judged a while ago and is to judge again; None if none is due.

    Which pairs come back is drawn by pair and person, so that they are a fair sample of the person's work.
    """
    query = (
        select(col(Judgment.pair_id), col(Judgment.received_at))
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .where(
            col(Judgment.project_id) == project.id,
            col(Judgment.person_id) == member.person_id,
            col(Judgment.purpose) == Purpose.REGULAR,
            col(Judgment.received_at) < now() - RETEST_AFTER,
            col(Judgment.received_at) > _retested_until(member),
            (col(Pair.shuffle_key) + 7919 * member.person_id) % PARTS < PARTS * project.protocol.retest_rate,
            col(Judgment.outcome).in_(COUNTING),
            col(Pair.left_out).is_(None),
            *standing(Judgment),
            ~_again(member.person_id),
        )
        .order_by(col(Judgment.received_at))
        .limit(1)
    )
    row = session.connection().execute(query).first()
    if row is None:
        return None
    member.retested_until = row.received_at
    return int(row.pair_id)


def _retested_until(member: Member) -> datetime:
    """Up to when the person's judgments were looked through; a moment to come is of a wrong clock."""
    until = member.retested_until
    return EARLIEST if until is None or until > now() else until


def _again(person_id: int) -> ColumnElement[bool]:
    """Whether the person has judged a judgment's pair twice, or holds it."""
    second = aliased(Judgment)
    pair = col(Judgment.pair_id)
    twice = exists().where(
        second.pair_id == pair,  # type: ignore[arg-type]
        second.person_id == person_id,  # type: ignore[arg-type]
        col(second.is_retest).is_(True),
        *standing(second),
    )
    held = exists().where(col(Lease.pair_id) == pair, col(Lease.person_id) == person_id)
    return twice | held


def any_open(session: Session, project: ProjectView, person_id: int) -> bool:
    """Whether a pair of the queue, or one of those that go to everybody, waits for this person."""
    given = {"project": project.id, "person": person_id, "count": 1}
    looks = [_QUEUE, _POOLS[Pool.CALIBRATION]] if project.protocol.calibration_rate else [_QUEUE]
    return any(session.connection().execute(one, given).first() is not None for one in looks)


def fair_share(session: Session, project: ProjectView, wanted: int) -> int:
    """How many pairs a person may hold: where little is left, others shall find something too."""
    ensure_may(session, Action.LABEL, project.id)
    given = {"project": project.id, "count": SHARES * wanted}
    left = session.connection().execute(_COUNT_OPEN, given).scalar_one()
    return wanted if left >= SHARES * wanted else max(FEWEST, left // SHARES)


def _stretch(
    session: Session, project: ProjectView, member: Member, count: int, *, after: Place | None
) -> list[tuple[int, int, int]]:
    """The first ``count`` pairs for this person in the queue, or in what comes ``after`` a place."""
    given = {"project": project.id, "person": member.person_id, "count": count}
    if after is None:
        rows = session.connection().execute(_TAKE, given)
    else:
        rows = session.connection().execute(_TAKE_AFTER, given | {"priority": after[0], "key": after[1]})
    return [(row.id, row.priority, row.shuffle_key) for row in rows]


def _cursor(member: Member) -> Place | None:
    if member.cursor_priority is None or member.cursor_key is None or _looked_before(member, START_OVER):
        return None
    return member.cursor_priority, member.cursor_key


def _looked_before(member: Member, span: timedelta) -> bool:
    """Whether the search last began at the front longer ago than that, or in the future of a wrong clock."""
    at, moment = member.cursor_at, now()
    return at is None or not moment - span <= at <= moment
