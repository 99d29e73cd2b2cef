"""Decided pairs as examples in a project's guidelines: plain text, one paragraph a pair."""

from sqlmodel import Session, col, select

from core.labelling.models import Outcome, Pair, Project
from core.labelling.project_view import ProjectView
from core.labelling.queue_models import Decision

LONGEST_NOTE = 2000
LONGEST_TEXT = 600
"""Of each text that an example quotes; guidelines are read beside the pair."""
NEITHER = {Outcome.TIE: "neither, they are equally good", Outcome.BOTH_BAD: "neither, both are bad"}


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
