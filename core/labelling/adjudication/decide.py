"""Decide what people could not agree on: the decision overrules their judgments, which all stay."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core.access import Action, PersonView, permit
from core.errors import InvalidInput
from core.labelling.adjudication.examples import LONGEST_NOTE, keep_example
from core.labelling.adjudication.settling import REOPENED, lock_pair, record, settle
from core.labelling.adjudication.undoing import Before
from core.labelling.models import COUNTING, Outcome, Pair, Pool
from core.labelling.project_view import ProjectView, get_project


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
    permit(session, actor, Action.ADJUDICATE, subject, outcome=REOPENED)
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
