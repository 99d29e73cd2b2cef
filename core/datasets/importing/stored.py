"""Which rows of a batch a project has already."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from core.labelling import Outcome, Pair, Pool, ProjectView

_COLUMNS = (col(Pair.content_hash), col(Pair.id), col(Pair.judgment_count), col(Pair.pool), col(Pair.gold))


@dataclass(slots=True)
class Stored:
    """What of a row's pair is stored already."""

    pair_id: int
    judgment_count: int
    pool: Pool
    gold: Outcome | None


def stored_pairs(
    session: Session, project: ProjectView, fingerprints: Collection[str], *, lock: bool = False
) -> dict[str, Stored]:
    """The pairs that are stored, by fingerprint; ``lock`` keeps others from changing them."""
    query = (
        select(*_COLUMNS)
        .where(col(Pair.project_id) == project.id, col(Pair.content_hash).in_(fingerprints))
        .order_by(col(Pair.id))
    )
    if lock:
        query = query.with_for_update(key_share=True)
    rows = session.connection().execute(query)
    return {row.content_hash: Stored(row.id, row.judgment_count, row.pool, row.gold) for row in rows}


def last_pair(session: Session) -> int:
    """The highest number of a pair so far."""
    query = select(col(Pair.id)).order_by(col(Pair.id).desc()).limit(1)
    return session.connection().execute(query).scalar() or 0


def numbers_of_new(
    session: Session, project: ProjectView, fingerprints: list[str], *, since: int
) -> dict[str, int]:
    """Numbers of pairs that were just inserted in this order, by fingerprint.

    Args:
        session: The unit of work that inserted them; no other inserts pairs meanwhile.
        project: Whose.
        fingerprints: All of them, and no others.
        since: What `last_pair` said before.
    """
    if last_pair(session) - since == len(fingerprints):  # numbers only grow, so these are one after another
        return {mark: number for number, mark in enumerate(fingerprints, start=since + 1)}
    query = select(col(Pair.content_hash), col(Pair.id)).where(
        col(Pair.id) > since, col(Pair.project_id) == project.id
    )
    return {row.content_hash: row.id for row in session.connection().execute(query)}
