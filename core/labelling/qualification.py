"""The qualification: a fixed set of gold pairs with feedback; who has enough right joins the project."""

from typing import Any

from sqlmodel import Session

from core.labelling.answers import Feedback
from core.labelling.models import Outcome
from core.labelling.project_view import ProjectView
from core.labelling.queue_models import Member, MemberState
from core.labelling.work import Work

SAID = {
    Outcome.CANDIDATE_0: "the other summary is better",
    Outcome.CANDIDATE_1: "the other summary is better",
    Outcome.TIE: "it is a tie",
    Outcome.BOTH_BAD: "both are bad",
}


def mark(session: Session, project: ProjectView, member: Member, work: Work, row: dict[str, Any]) -> Feedback:
    """Count one answer of a qualification, close it after the last, and say whether the answer was right.

    A skip counts as not right.
    """
    right = row["outcome"] == work.gold
    member.answered += 1
    member.right += int(right)
    if member.answered >= project.protocol.qualification_pairs:
        passed = member.right >= project.protocol.qualification_needed
        member.state = MemberState.ACTIVE if passed else MemberState.FAILED
    session.add(member)
    text = " ".join(part for part in (_text(work, right=right), _welcome(member)) if part)
    return Feedback(row["id"], right=right, text=text)


def _welcome(member: Member) -> str:
    if member.state != MemberState.ACTIVE:
        return ""
    return f"That was the last one: {member.right} of {member.answered} were right, and you are in."


def _text(work: Work, *, right: bool) -> str:
    if right or work.gold is None:
        return work.gold_note
    said = f"By the guidelines {SAID[work.gold]}."
    return f"{said} {work.gold_note}".strip()
