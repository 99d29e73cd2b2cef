"""Settle many pairs at once, with one answer or each as most of its judgments say."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, String, case, literal, or_, type_coerce
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from core.access import Action, PersonView
from core.db import by_value, clean_text, insert_tuples, now
from core.errors import InvalidInput
from core.labelling.acts.chosen import Done, PairAct, act_on
from core.labelling.judgments import LONGEST_NOTE, Decision
from core.labelling.models import COUNTING, Outcome, Pair, Pool
from core.labelling.project_view import ProjectView

MAJORITY = "as most say"
"""What the audit entry holds in the place of an outcome."""
_MOST_SAY = {
    Outcome.CANDIDATE_0: 2 * col(Pair.votes_0) > col(Pair.judgment_count),
    Outcome.CANDIDATE_1: 2 * col(Pair.votes_1) > col(Pair.judgment_count),
}
"""More than half of all judgments are for the candidate."""


def settle_pairs(
    session: Session,
    actor: PersonView,
    project: ProjectView,
    pairs: Iterable[int],
    outcome: Outcome | None,
    note: str = "",
) -> Done:
    """Settle the pairs that nobody has settled, each with a decision of its own in its history.

    Gold pairs are passed over: their answer is known. So are, without an ``outcome``, pairs on which no
    candidate has more than half of the judgments. What is settled here is reopened pair by pair.

    Args:
        session: A unit of work that writes.
        actor: Who decides.
        project: Whose pairs.
        pairs: Their numbers.
        outcome: What they are settled as; None, what most of the judgments on each say.
        note: Why.

    Raises:
        NotAllowed: The actor may not adjudicate.
        InvalidInput: The outcome says nothing about a pair, the note is too long, or the studio itself asks.
    """
    note = clean_text(note).strip()
    if outcome is not None and outcome not in COUNTING:
        raise InvalidInput(f"Pairs cannot be settled as {str(outcome)!r}, which says nothing about them.")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(
            f"The note has {len(note):,} characters; it may have {LONGEST_NOTE:,}: shorten it."
        )
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can decide.")
    can: tuple[ColumnElement[bool], ...] = (col(Pair.settled).is_(None), col(Pair.pool) != Pool.GOLD)
    value: ColumnElement[Outcome] | Outcome | None = outcome
    if outcome is None:
        can = (*can, or_(*_MOST_SAY.values()))
        value = case(*((holds, literal(one, by_value(Outcome))) for one, holds in _MOST_SAY.items()))
    told = {"outcome": outcome or MAJORITY}
    act = PairAct(Action.ADJUDICATE, told, can, {"settled": value})
    return act_on(session, actor, project, pairs, act, lambda some: _record(session, actor, some, note))


def _record(session: Session, actor: PersonView, some: list[int], note: str) -> None:
    """A decision on each of them, as what they are settled by now."""
    columns = (col(Pair.project_id), col(Pair.id), type_coerce(col(Pair.settled), String))
    rows = session.connection().execute(
        rows_of(*columns).where(col(Pair.id).in_(some)).order_by(col(Pair.id))
    )
    same = {"person_id": actor.id, "note": note, "made_gold": False, "made_example": False, "at": now()}
    decided = [(project, number, settled) for project, number, settled in rows]
    insert_tuples(session, Decision, ("project_id", "pair_id", "outcome"), decided, same=same)
