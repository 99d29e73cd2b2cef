"""The qualification: a fixed set of gold pairs with feedback; who has enough right joins the project."""

from typing import Any

from sqlmodel import Session

from core.labelling.judging.answers import Feedback
from core.labelling.judging.work import Work
from core.labelling.models import Member, MemberState, Outcome
from core.labelling.project_view import ProjectView
from core.labelling.queue.members import result_of


def mark(session: Session, project: ProjectView, member: Member, work: Work, row: dict[str, Any]) -> Feedback:
    """Count one answer of a qualification, close it after the last, and say whether the answer was right.

    A skip counts as not right.
    """
    right = row["outcome"] == work.gold
    member.answered += 1
    member.right += int(right)
    if member.answered >= project.protocol.qualification_pairs:
        member.state = result_of(project, member)
    session.add(member)
    text = " ".join(part for part in (_text(work, row, right=right), _welcome(member)) if part)
    return Feedback(row["id"], right=right, text=text)


def _welcome(member: Member) -> str:
    if member.state != MemberState.ACTIVE:
        return ""
    return f"That was the last one: {member.right} of {member.answered} were right, and you are in."


def _text(work: Work, row: dict[str, Any], *, right: bool) -> str:
    """Names the summary by the place it had: by now the next pair is on screen."""
    note = work.gold_note or ""
    if right or work.gold is None:
        return note
    skipped = "A skip counts as not right. " if row["outcome"] == Outcome.SKIP else ""
    return f"{skipped}In that pair {_better(work.gold, row['left'])}. {note}".strip()


def _better(gold: Outcome, left: int | None) -> str:
    if gold == Outcome.TIE:
        return "both were equally good"
    if gold == Outcome.BOTH_BAD:
        return "both were bad"
    first = gold == f"candidate_{left}"
    return f"summary {1 if first else 2} was better"
