"""Decide what people could not agree on, and take it back; a decision overrules judgments, which all stay."""

from dataclasses import dataclass
from typing import Any, Self

from sqlmodel import Session, col, select

from core.access import Action, PersonView, permit
from core.db import clean_text
from core.errors import InvalidInput
from core.labelling.adjudication.settling import REOPENED, keep_example, lock_pair, record, settle
from core.labelling.judgments import LONGEST_NOTE, Decision
from core.labelling.models import COUNTING, Outcome, Pair, Pool
from core.labelling.project_view import ProjectView, get_project


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
    permit(session, actor, Action.ADJUDICATE, subject, project.id, outcome=outcome, undone=True)
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


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an adjudicator says about a pair.

    Attributes:
        outcome: A candidate, a tie, or that both are bad.
        note: Why; goes with the gold answer and into the example.
        make_gold: Give the pair to everybody from now on, unannounced, with this as its right answer.
        make_example: Add the pair with this answer to the guidelines.
    """

    outcome: Outcome
    note: str = ""
    make_gold: bool = False
    make_example: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", clean_text(self.note))


def decide(session: Session, actor: PersonView, project: ProjectView, pair_id: int, ruling: Ruling) -> Before:
    """Settle a pair; a later decision replaces an earlier one, and the history keeps both.

    A settled pair needs no more judgments. Whoever holds it may still answer. The ruling on a gold pair
    corrects its right answer. What comes back is what `undo_decision` takes.

    Raises:
        NotAllowed: The actor may not adjudicate.
        NotFound: The pair is not in the project.
        InvalidInput: The ruling is unusable, or cannot be made gold or an example.
    """
    permit(
        session,
        actor,
        Action.ADJUDICATE,
        f"pair {pair_id} of project {project.name}",
        project.id,
        outcome=str(ruling.outcome),
        gold=ruling.make_gold,
        example=ruling.make_example,
    )
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    pair = lock_pair(session, project, pair_id)
    _check(project, pair, ruling)
    before = Before.of(session, pair)
    keep_example(session, project, pair, ruling.outcome if ruling.make_example else None, ruling.note.strip())
    record(
        session,
        actor,
        pair,
        outcome=ruling.outcome,
        note=ruling.note.strip(),
        made_gold=ruling.make_gold,
        made_example=ruling.make_example,
    )
    settle(session, project, pair, _settled(pair, ruling))
    return before


def reopen(session: Session, actor: PersonView, project: ProjectView, pair_id: int) -> None:
    """Take the decision on a pair back: its judgments count again, and the queue has it if it needs more.

    An example made of it leaves the guidelines; a pair that was made gold stays gold.

    Raises:
        NotAllowed: The actor may not adjudicate.
        NotFound: The pair is not in the project.
        InvalidInput: Nobody has settled it.
    """
    subject = f"pair {pair_id} of project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, project.id, outcome=REOPENED)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    pair = lock_pair(session, project, pair_id)
    if pair.settled is None:
        raise InvalidInput(f"Pair {pair_id} is open already: nobody has settled it.")
    keep_example(session, project, pair, None, "")
    record(session, actor, pair, outcome=REOPENED)
    settle(session, project, pair, {"settled": None})


def _check(project: ProjectView, pair: Pair, ruling: Ruling) -> None:
    if ruling.outcome not in COUNTING:
        allowed = ", ".join(one.value for one in Outcome if one.counts)
        raise InvalidInput(f"A pair is settled as one of {allowed}, not as {str(ruling.outcome)!r}.")
    if len(ruling.note) > LONGEST_NOTE:
        raise InvalidInput(
            f"The note has {len(ruling.note):,} characters; it may have {LONGEST_NOTE:,}: shorten it."
        )
    if ruling.make_example and not ruling.note.strip():
        raise InvalidInput("An example for the guidelines needs a note that says why.")
    if ruling.make_gold or pair.pool == Pool.GOLD:
        _check_gold(project, pair, ruling)
        if ruling.make_example:
            raise InvalidInput(
                "A gold pair cannot be an example: whoever reads the guidelines would know its right answer. "
                "Choose one of both."
            )


def _check_gold(project: ProjectView, pair: Pair, ruling: Ruling) -> None:
    """Whether an annotator could ever give this answer on this pair."""
    if pair.answer_set_id is not None:
        raise InvalidInput(
            f"Pair {pair.id} is of a set that is ranked as a whole, so it cannot be gold; settle it only."
        )
    offered = {Outcome.TIE: project.protocol.tie, Outcome.BOTH_BAD: project.protocol.both_bad}
    if not offered.get(ruling.outcome, True):
        raise InvalidInput(
            f"“{ruling.outcome}” cannot be a gold pair's right answer: the project “{project.name}” does "
            "not offer it. Settle the pair as one of the candidates, or let its protocol offer the answer."
        )


def _settled(pair: Pair, ruling: Ruling) -> dict[str, Any]:
    """The columns of the pair that the ruling sets."""
    values: dict[str, Any] = {"settled": ruling.outcome}
    if ruling.make_gold or pair.pool == Pool.GOLD:
        confirmed = pair.gold == ruling.outcome
        note = ruling.note.strip() or (pair.gold_note if confirmed else None) or ""
        values |= {"pool": Pool.GOLD, "gold": ruling.outcome, "gold_note": note}
    return values
