"""What every decision on a pair does: lock it, put it on record, write it, keep it as an example."""

from typing import Any

from sqlmodel import Session, col, select, update

from core.access import PersonView
from core.errors import InvalidInput, NotFound
from core.labelling.judgments import Decision
from core.labelling.models import Outcome, Pair, Project
from core.labelling.progress import covered, move_coverage
from core.labelling.project_view import ProjectView
from core.labelling.queue.priority import PairMove, move_pairs

REOPENED = "reopened"
"""What the history holds in the place of an outcome when a decision was taken back."""
LONGEST_TEXT = 600
"""Of each text that an example quotes; guidelines are read beside the pair."""
NEITHER = {Outcome.TIE: "neither, they are equally good", Outcome.BOTH_BAD: "neither, both are bad"}


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
    before, judgments = covered(pair), pair.judgment_count
    session.connection().execute(update(Pair).where(col(Pair.id) == pair.id).values(**values))
    move_pairs(session, project, [PairMove(pair.id or 0)])
    session.refresh(pair)
    if covered(pair) != before:
        was, now = (judgments, None) if before else (None, judgments)
        move_coverage(session, project.id, before=was, after=now)


def keep_example(
    session: Session, project: ProjectView, pair: Pair, outcome: Outcome | None, note: str
) -> None:
    """Put the pair as an example into the guidelines, in the place of the one an earlier decision made.

    Without an outcome, only the earlier one goes. An example that somebody has since edited stays.
    """
    row = session.exec(select(Project).where(Project.id == project.id).with_for_update()).one()
    earlier = _earlier(session, pair)
    kept = row.guidelines.replace(earlier, "").strip("\n") if earlier else row.guidelines
    new = example(pair, outcome, note) if outcome is not None else ""
    guidelines = "\n\n".join(part for part in (kept, new) if part)
    if guidelines != row.guidelines:
        row.guidelines = guidelines
        session.add(row)
        session.flush()


def example(pair: Pair, outcome: Outcome, note: str) -> str:
    """A decided pair in words."""
    texts = {Outcome.CANDIDATE_0: pair.candidate_0, Outcome.CANDIDATE_1: pair.candidate_1}
    better = texts.pop(outcome, None)
    lines = [f"Example (pair {pair.id}): {_short(pair.input_text)}"]
    lines += [f"Better: {NEITHER[outcome] if better is None else _short(better)}"]
    lines += [f"{'Answer' if better is None else 'Than'}: {_short(text)}" for text in texts.values()]
    return "\n".join([*lines, f"Because: {' '.join(note.split())}"])


def _earlier(session: Session, pair: Pair) -> str:
    """The example that the latest decision made, word for word; empty if it made none."""
    query = select(Decision).where(Decision.pair_id == pair.id).order_by(col(Decision.id).desc()).limit(1)
    decision = session.exec(query).first()
    if decision is None or not decision.made_example:
        return ""
    return example(pair, Outcome(decision.outcome), decision.note)


def _short(text: str) -> str:
    """On one line, and cut where it would fill the screen."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[:LONGEST_TEXT].rstrip()} …"
