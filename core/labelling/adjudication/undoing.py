"""Take a decision just made back, as if it had not been made; but the history keeps it."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from core.access import Action, PersonView, permit
from core.errors import InvalidInput
from core.labelling.adjudication.examples import keep_example
from core.labelling.adjudication.settling import REOPENED, lock_pair, record, settle
from core.labelling.models import Outcome, Pair, Pool
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue_models import Decision


@dataclass(frozen=True, slots=True)
class Before:
    """What a pair was before a decision.

    Attributes:
        settled: As what it was settled, if it was.
        note: What was written with that decision, and ``was_example`` whether it stood in the guidelines.
        pool: With ``gold`` and ``gold_note``, whether it was gold.
    """

    pair_id: int
    settled: Outcome | None
    note: str
    was_example: bool
    pool: Pool
    gold: Outcome | None
    gold_note: str | None

    @classmethod
    def of(cls, session: Session, pair: Pair) -> Self:
        """The pair as it is now."""
        last = _last_decision(session, pair.id) if pair.settled else None
        return cls(
            pair_id=pair.id or 0,
            settled=pair.settled,
            note=last.note if last else "",
            was_example=last is not None and last.made_example,
            pool=pair.pool,
            gold=pair.gold,
            gold_note=pair.gold_note,
        )


def undo_decision(session: Session, actor: PersonView, project: ProjectView, before: Before) -> None:
    """Make a pair what it was before this person's latest decision on it, gold and the guidelines included.

    Raises:
        NotAllowed: The actor may not adjudicate.
        NotFound: The pair is not in the project any more.
        InvalidInput: Somebody else has decided it since.
    """
    outcome = before.settled.value if before.settled else REOPENED
    subject = f"pair {before.pair_id} of project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, outcome=outcome, undone=True)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    pair = lock_pair(session, project, before.pair_id)
    last = _last_decision(session, before.pair_id)
    if last is None or last.person_id != actor.id:
        raise InvalidInput(
            f"Somebody else has decided pair {before.pair_id} since, so your decision is not taken back; "
            "the pair's history says who."
        )
    keep_example(session, project, pair, before.settled if before.was_example else None, before.note)
    record(session, actor, pair, outcome=outcome, note=before.note, made_example=before.was_example)
    was = {name: getattr(before, name) for name in ("settled", "pool", "gold", "gold_note")}
    settle(session, project, pair, was)


def _last_decision(session: Session, pair_id: int | None) -> Decision | None:
    query = select(Decision).where(Decision.pair_id == pair_id).order_by(col(Decision.id).desc()).limit(1)
    return session.exec(query).first()
