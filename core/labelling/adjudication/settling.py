"""What every decision on a pair does, whichever way it goes: lock it, put it on record, write it, move it."""

from typing import Any

from sqlmodel import Session, col, select, update

from core.access import PersonView
from core.errors import InvalidInput, NotFound
from core.labelling.models import Pair, Pool
from core.labelling.project_view import ProjectView
from core.labelling.queue.priority import PairMove, move_pairs
from core.labelling.queue_models import Decision
from core.labelling.tallies import move_coverage

REOPENED = "reopened"
"""What the history holds in the place of an outcome when a decision was taken back."""


def lock_pair(session: Session, project: ProjectView, pair_id: int) -> Pair:
    """The pair as it is now, locked until the unit of work ends."""
    query = (
        select(Pair)
        .where(Pair.id == pair_id, Pair.project_id == project.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    pair = session.exec(query).first()
    if pair is None:
        raise NotFound(f"There is no pair {pair_id} in the project “{project.name}”.")
    return pair


def record(session: Session, actor: PersonView, pair: Pair, **decided: Any) -> None:
    """Put a decision into the pair's history."""
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can decide.")
    session.add(Decision(project_id=pair.project_id, pair_id=pair.id or 0, person_id=actor.id, **decided))
    session.flush()


def settle(session: Session, project: ProjectView, pair: Pair, values: dict[str, Any]) -> None:
    """Write the pair's columns, put it where it belongs in the queue, and count it as what it now is."""
    was_gold = pair.pool == Pool.GOLD
    is_gold = values.get("pool", pair.pool) == Pool.GOLD
    judgments = pair.judgment_count
    session.connection().execute(update(Pair).where(col(Pair.id) == pair.id).values(**values))
    move_pairs(session, project, [PairMove(pair.id or 0)])
    session.expire(pair)
    if was_gold != is_gold:
        before, after = (judgments, None) if is_gold else (None, judgments)
        move_coverage(session, project.id, before=before, after=after)
