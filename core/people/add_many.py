"""Add the people of a text that was looked at: all of them, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from core.access import NewPerson, PersonView, Role, add_people, set_project_role, view_of
from core.counted import counted
from core.errors import InvalidInput
from core.labelling.projects import set_quota
from core.people.lines import NewLine
from core.sign_in import NewInvitation, invite


@dataclass(frozen=True)
class AddedPerson:
    """Who is here now; of those who come by an invitation the token of its link, which is shown once."""

    name: str
    token: str = ""


def add_lines(
    session: Session, actor: PersonView, lines: Sequence[NewLine], *, links: bool = False, days: int = 7
) -> list[AddedPerson]:
    """Add everybody of a text that was looked at; those who are here already get roles and quotas only.

    Args:
        session: A unit of work that writes.
        actor: Who adds them.
        lines: What `read_lines` gave.
        links: Whether people come in by invitations here; then each new one gets one instead of a name.
        days: How long the invitations are good.

    Raises:
        InvalidInput: One of the lines has a problem; nobody is added.
        Conflict: A name was taken meanwhile.
        NotAllowed: The actor may not.
    """
    wrong = [one for one in lines if one.problem]
    if wrong or not lines:
        said = f"Line {wrong[0].line}: {wrong[0].problem} " if wrong else ""
        of = counted(len(lines), "line")
        raise InvalidInput(f"{said}{len(wrong)} of {of} cannot be added, so nobody is.")
    fresh = [one for one in lines if one.known is None]
    added = [AddedPerson(one.name) for one in lines if one.known is not None]
    if links:
        added += [AddedPerson(one.name, invite(session, actor, _invitation(one, days))) for one in fresh]
    else:
        new = [NewPerson(one.name, one.role if one.everywhere else None) for one in fresh]
        for person, one in zip(add_people(session, actor, new), fresh, strict=True):
            _give(session, actor, person.id or 0, one)
            added.append(AddedPerson(one.name))
    for one in lines:
        if one.known is not None:
            _give(session, actor, one.known, one)
    return added


def _invitation(one: NewLine, days: int) -> NewInvitation:
    role = one.role or Role.ANNOTATOR
    if one.everywhere:
        return NewInvitation(one.name, role, {}, days)
    roles = dict.fromkeys(one.projects, role)
    return NewInvitation(one.name, None, roles, days, dict.fromkeys(roles, one.quota) if one.quota else {})


def _give(session: Session, actor: PersonView, person_id: int, one: NewLine) -> None:
    """The role in each project where they have none, and the quota."""
    person = view_of(session, person_id)
    for number in one.projects:
        if person is not None and person.role_in(number) is None:
            set_project_role(session, actor, person_id, number, one.role)
        if one.quota is not None:
            set_quota(session, actor, number, person_id, one.quota)
