"""How many answers a day a person wants to give: their own goal, else the one that a lead set for all."""

from sqlmodel import Session

from core.access import Action, PersonView, check_anew
from core.errors import InvalidInput
from core.labelling.project_view import ProjectView, get_project
from core.labelling.protocol import MOST_A_DAY
from core.labelling.queue.members import enter


def goal_of(project: ProjectView, own: int | None) -> int | None:
    """The goal that counts for somebody who set ``own``; None where nobody set one."""
    return own or project.protocol.daily_goal or None


def set_goal(session: Session, actor: PersonView, project: ProjectView, goal: int | None) -> None:
    """Set one's own goal in a project; None goes back to the lead's.

    Raises:
        NotAllowed: The actor may not label.
        InvalidInput: The number is out of range.
    """
    check_anew(session, actor, Action.LABEL, project.id)
    if goal is not None and not 1 <= goal <= MOST_A_DAY:
        raise InvalidInput(f"A goal is between 1 and {MOST_A_DAY:,} answers a day, not {goal:,}.")
    member = enter(session, actor, get_project(session, project.id))
    member.goal = goal
    session.add(member)
