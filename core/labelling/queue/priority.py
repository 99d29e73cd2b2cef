"""Where a pair stands in the queue: the one place that changes a pair's counts and its priority together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

from sqlalchemy import ColumnElement, SQLColumnExpression, Update, and_, bindparam, case, func, null
from sqlmodel import Session, col, select, update

from core.db import dialect_of
from core.labelling.judgments import Judgment
from core.labelling.models import IN_SPECIAL_POOL, Outcome, Pair, Pool, Project
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Order

FIRST_OF_DISPUTED = 1000
"""More than a pair can have judgments and leases, so that one voice of a minority outweighs them all."""


@dataclass(frozen=True)
class PairMove:
    """What changes about one pair: each figure is added to what is there."""

    pair_id: int
    judgments: int = 0
    votes_0: int = 0
    votes_1: int = 0
    leases: int = 0

    @classmethod
    def without(cls, judgment: Judgment) -> Self:
        """What a withdrawn judgment takes from its pair's counts."""
        return cls(
            judgment.pair_id,
            judgments=-int(judgment.outcome.counts),
            votes_0=-int(judgment.outcome == Outcome.CANDIDATE_0),
            votes_1=-int(judgment.outcome == Outcome.CANDIDATE_1),
        )


def move_pairs(session: Session, project: ProjectView, moves: Sequence[PairMove]) -> None:
    """Add to the counts of pairs and put them where they now belong in the queue."""
    if not moves:
        return
    rows = [
        {
            "moved": move.pair_id,
            "judgments": move.judgments,
            "for_0": move.votes_0,
            "for_1": move.votes_1,
            "held": move.leases,
        }
        # Always in the same order, so that two who move the same pairs cannot wait for each other.
        for move in sorted(moves, key=lambda move: move.pair_id)
    ]
    session.connection().execute(_move_statement(project.protocol.order), rows)


def lock_pairs(session: Session, project_id: int) -> None:
    """Lock all pairs of a project in the order in which answers do; an update would lock in any order."""
    if dialect_of(session) == "postgresql":  # SQLite has one writer at a time
        every = select(Pair.id).where(Pair.project_id == project_id).order_by(col(Pair.id))
        session.exec(every.with_for_update(key_share=True)).all()


def reprioritise(session: Session, project: ProjectView) -> None:
    """Put all pairs of a project where they belong, after its order or number of judgments has changed.

    Call `lock_pairs` before.
    """
    statement = _placing(project.protocol.order).where(col(Pair.project_id) == project.id)
    session.connection().execute(statement)


def place_pairs(session: Session, project: ProjectView, pairs: Sequence[int]) -> None:
    """Put these pairs where they belong, after something other than their counts has changed."""
    session.connection().execute(_place_statement(project.protocol.order), {"placed": pairs})


def fill_calibration(session: Session, project: ProjectView) -> None:
    """Bring the pool that goes to everybody up to its size, from pairs that nobody has answered or holds.

    A pool that is larger stays. A project that shares no pairs has none; those it had go back to the queue
    with the next `reprioritise`.
    """
    protocol = project.protocol
    if not protocol.calibration_rate:
        _empty_calibration(session, project)
        return
    pool = (Pair.project_id == project.id, Pair.pool == Pool.CALIBRATION, IN_SPECIAL_POOL)
    there = select(func.count()).where(*pool)
    missing = protocol.calibration_pairs - session.exec(there).one()
    if missing <= 0:
        return
    fresh = (
        select(Pair.id)
        .where(
            Pair.project_id == project.id,
            Pair.pool == Pool.REGULAR,
            Pair.judgment_count == 0,
            Pair.leases == 0,
            col(Pair.settled).is_(None),
            col(Pair.left_out).is_(None),
        )
        .order_by(col(Pair.shuffle_key))
        .limit(missing)
        .with_for_update(skip_locked=True, key_share=True)  # not those that somebody is just being given
    )
    session.connection().execute(
        update(Pair).where(col(Pair.id).in_(fresh)).values(pool=Pool.CALIBRATION, priority=None)
    )


def _empty_calibration(session: Session, project: ProjectView) -> None:
    shared = (col(Pair.project_id) == project.id, col(Pair.pool) == Pool.CALIBRATION, IN_SPECIAL_POOL)
    session.connection().execute(update(Pair).where(*shared).values(pool=Pool.REGULAR))


@cache
def _move_statement(order: Order) -> Update:
    """One statement for any number of pairs: the database works out the new figures from the old ones."""
    judgments = col(Pair.judgment_count) + bindparam("judgments")
    votes_0, votes_1 = col(Pair.votes_0) + bindparam("for_0"), col(Pair.votes_1) + bindparam("for_1")
    leases = col(Pair.leases) + bindparam("held")
    minority = judgments - _greatest(_greatest(votes_0, votes_1), judgments - votes_0 - votes_1)
    return (
        update(Pair)
        .where(col(Pair.id) == bindparam("moved"))
        .values(
            judgment_count=judgments,
            votes_0=votes_0,
            votes_1=votes_1,
            leases=leases,
            minority=minority,
            priority=_priority(order, judgments + leases, minority),
        )
    )


@cache
def _place_statement(order: Order) -> Update:
    return _placing(order).where(col(Pair.id).in_(bindparam("placed", expanding=True)))


def _placing(order: Order) -> Update:
    taken = col(Pair.judgment_count) + col(Pair.leases)
    return update(Pair).values(priority=_priority(order, taken, col(Pair.minority)))


def _priority(
    order: Order, taken: ColumnElement[int], minority: SQLColumnExpression[int]
) -> ColumnElement[int]:
    # Asked of the database: a page may still hold the project as it was before a lead changed it.
    needed = select(Project.judgments_per_pair).where(Project.id == Pair.project_id).scalar_subquery()
    # The first pair of a set stands for all of them, whatever has been decided about itself.
    undecided = col(Pair.settled).is_(None) | col(Pair.answer_set_id).is_not(None)
    wanted = and_(
        col(Pair.pool) == Pool.REGULAR,
        undecided,
        col(Pair.left_out).is_(None),
        taken < needed + col(Pair.more_judgments),
    )
    place = {
        Order.SHUFFLED: col(Pair.leases) * 0,
        Order.FEWEST: taken,
        Order.DISPUTED: taken - FIRST_OF_DISPUTED * minority,
    }[order]
    return case((wanted, place), else_=null())


def place_in_queue(order: Order, *, judgments: int, minority: int, needed: int) -> int | None:
    """The priority of a regular pair that nobody holds, as the database would work it out."""
    if judgments >= needed:
        return None
    return {
        Order.SHUFFLED: 0,
        Order.FEWEST: judgments,
        Order.DISPUTED: judgments - FIRST_OF_DISPUTED * minority,
    }[order]


def _greatest(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    # SQLite and PostgreSQL call it by different names.
    return case((one >= other, one), else_=other)
