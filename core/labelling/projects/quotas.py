"""How much somebody may label a day in a project."""

from sqlmodel import Session

from core.access import Action, PersonView, check_anew, permit, view_of
from core.errors import InvalidInput, NotFound
from core.labelling.project_view import get_project
from core.labelling.protocol import MOST_A_DAY
from core.labelling.queue.members import enter


def check_quota(quota: int) -> int:
    """A number of judgments a day as it may be.

    Raises:
        InvalidInput: It is none at all, or more than anybody gives.
    """
    if not 1 <= quota <= MOST_A_DAY:
        raise InvalidInput(
            f"A quota is between 1 and {MOST_A_DAY:,} judgments a day, not {quota:,}; to stop somebody, "
            "pause them."
        )
    return quota


def set_quota(
    session: Session, actor: PersonView, project_id: int, person_id: int, quota: int | None
) -> None:
    """Bound the judgments that a person gives a day in a project; None takes the bound away.

    What they hold already stays theirs.

    Raises:
        InvalidInput: The number is out of range.
        NotFound: There is no such person in the project, or the actor has no part in it.
        NotAllowed: The actor does not lead it.
    """
    check_anew(session, actor, Action.MANAGE_MEMBERS, project_id)  # before anything is said of the person
    project, person = get_project(session, project_id), view_of(session, person_id)
    if person is None or person.role_in(project_id) is None:
        raise NotFound(f"There is no person number {person_id} in the project “{project.name}”.")
    if quota is not None:
        check_quota(quota)
    permit(session, actor, Action.MANAGE_MEMBERS, f"person {person.name}", project_id, quota=quota)
    member = enter(session, person, project)
    member.quota = quota
    session.add(member)
    session.flush()
