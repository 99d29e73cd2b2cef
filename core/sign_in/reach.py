"""Who may reach into whose account: hand over a link that sets its password, see and end its sessions.

Whoever hands over such a link could use it themselves, so they must be able to do all that the person can:
an admin, or somebody who leads every project that the person has a part in. An admin's account is an admin's.
"""

from sqlmodel import Session

from core.access import Action, PersonView, acting, find_person, permit, view_of
from core.errors import NotAllowed, NotFound


def may_reach(actor: PersonView, person: PersonView) -> bool:
    """Whether the actor may reach into this person's account."""
    if actor.paused:
        return False
    bounded = person.role is None and bool(person.roles)
    return actor.is_admin or (
        bounded and all(actor.may(Action.MANAGE_MEMBERS, project) for project in person.roles)
    )


def reached(session: Session, actor: PersonView, person_id: int, what: str) -> PersonView:
    """The person into whose account the actor reaches, with ``what`` in the audit log.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor may not.
    """
    person = find_person(session, person_id)
    if person is None or person.id != person_id:
        raise NotFound(f"There is no person number {person_id}.")
    anew = actor if actor.id is None else view_of(session, actor.id) or actor
    if not may_reach(anew, person):
        raise NotAllowed(
            f"Into the account of {person.name} may reach an admin, or whoever leads all projects that "
            f"{person.name} has a part in."
        )
    if anew.is_admin:
        permit(session, actor, Action.MANAGE_PEOPLE, f"{what} of {person.name}")
        return person
    for number in sorted(person.roles):
        permit(session, actor, Action.MANAGE_MEMBERS, f"{what} of {person.name}", number)
    return person


def ensure_reach(session: Session, person_id: int) -> None:
    """Refuse to read of an account what is neither one's own nor within one's reach.

    Raises:
        NotAllowed: This unit of work is somebody else's.
    """
    actor = acting(session)
    if actor is None or actor.id == person_id:
        return
    person = view_of(session, person_id)
    if person is None or not may_reach(actor, person):
        raise NotAllowed(f"This is somebody else's own, so {actor.name} may neither read nor change it.")
