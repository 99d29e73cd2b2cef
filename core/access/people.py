"""People: add, find, list, rename, give roles. A name is one person's, however its letters are written."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from core.access.actor import PersonView, acting, ensure_may, row_and_view, views_of
from core.access.audit import check_anew, permit
from core.access.models import Person, PersonKind, ProjectRole
from core.access.naming import NewPerson, folded
from core.access.policies import Action, Role
from core.db import numbered
from core.errors import Conflict, InvalidInput, NotAllowed

IS_HERE = (Person.kind == PersonKind.HUMAN, col(Person.merged_into).is_(None))
"""Of those who can be picked at the sign-in."""
SIGN_IN_KINDS = frozenset({PersonKind.HUMAN, PersonKind.OUTSIDE})


def add_person(
    session: Session, actor: PersonView, new: NewPerson, *, kind: PersonKind = PersonKind.HUMAN
) -> PersonView:
    """Add a person; where a name is all it takes to sign in, the sign-in page does this as ``SYSTEM``.

    Raises:
        InvalidInput: The name is unusable.
        Conflict: The name is taken.
    """
    name = new.checked_name()
    return _add(session, actor, name, new.role, kind, _namesake(session, name))


def add_people(session: Session, actor: PersonView, new: Sequence[NewPerson]) -> list[PersonView]:
    """Add many at once, as `add_person` adds one; a name may not be there twice."""
    taken = people_by_name(session)
    added = []
    for one in new:
        name = one.checked_name()
        added.append(_add(session, actor, name, one.role, PersonKind.HUMAN, taken.get(folded(name))))
        taken[folded(name)] = Person(name=name)
    return added


def people_by_name(session: Session) -> dict[str, Person]:
    """Everybody who has or had a name, by that name folded; of several who came first."""
    everybody = session.exec(select(Person).order_by(col(Person.id).desc()))
    return {folded(one.name): one for one in everybody}


def rename_person(session: Session, actor: PersonView, person_id: int, name: str) -> PersonView:
    """Call a person something else; who they are, where they are signed in and what they gave stay.

    Raises:
        NotFound: There is no such person.
        InvalidInput: The name is unusable.
        Conflict: The name is somebody else's, or the person has theirs from a file or a link.
    """
    new = NewPerson(name, None).checked_name()
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", renamed=new)
    if person.kind is not PersonKind.HUMAN or person.merged_into is not None:
        raise Conflict(f"{person.name} is not the name of somebody who signs in, so it stays as it is.")
    namesake = _namesake(session, new)
    if namesake is not None and namesake.id != person_id:
        raise Conflict(_taken(namesake))
    person.name = new
    return _saved(session, person)


def _add(
    session: Session, actor: PersonView, name: str, role: Role | None, kind: PersonKind, there: Person | None
) -> PersonView:
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {name}", role=role.value if role else None)
    if there is not None:
        raise Conflict(_taken(there))
    person = Person(name=name, role=role, kind=kind)
    session.add(person)
    session.flush()
    return PersonView.of(person)


def _taken(there: Person) -> str:
    if there.kind is PersonKind.REMOVED:
        return f"{there.name} was removed, and the name stays theirs; let them in again, or add a surname."
    return f"There is already someone called {there.name}; pick that name or add a surname."


def find_or_add_person(session: Session, actor: PersonView, new: NewPerson) -> PersonView:
    """Whoever has the name already, as they are; else somebody new.

    Raises:
        InvalidInput: The name is unusable.
        Conflict: The name is that of somebody who cannot sign in.
    """
    namesake = _namesake(session, new.checked_name())
    there = None if namesake is None else find_person(session, namesake.id or 0)
    return there or add_person(session, actor, new)


def change_role(session: Session, actor: PersonView, person_id: int, role: Role | None) -> PersonView:
    """Give a person another role in every project; None leaves those they hold in single projects.

    Raises:
        NotFound: There is no such person.
        Conflict: Nobody would be left to lead the studio.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", role=role.value if role else None)
    if role != Role.LEAD:
        refuse_last_admin(session, person)
    person.role = role
    return _saved(session, person)


def set_project_role(
    session: Session, actor: PersonView, person_id: int, project_id: int, role: Role | None
) -> PersonView:
    """Give a person a role in one project, whatever they hold elsewhere; None takes it back.

    What is returned of them has the roles that the actor may see.

    Raises:
        NotFound: There is no such person, or the actor has no part in the project.
        NotAllowed: The actor does not lead the project, or the person is an admin and the actor is none, or
            came by a link for outside annotators, which is what gives them their role.
    """
    check_anew(session, actor, Action.MANAGE_MEMBERS, project_id)  # before anything is said of the person
    person = numbered(session, Person, person_id, called="person")
    if person.role == Role.LEAD:  # else whoever leads one project could shut an admin out of it
        check_anew(session, actor, Action.MANAGE_PEOPLE)
    if person.kind is PersonKind.OUTSIDE and actor.id is not None:
        raise NotAllowed(
            f"{person.name} came by a link for outside annotators, which says what they may do; change or "
            "close the link, or invite them."
        )
    given = role.value if role else None
    permit(session, actor, Action.MANAGE_MEMBERS, f"person {person.name}", project_id, role=given)
    held = session.get(ProjectRole, (project_id, person_id))
    if held is not None and role is None:
        session.delete(held)
    elif held is not None and role is not None:
        held.role = role
    elif role is not None:
        session.add(ProjectRole(project_id=project_id, person_id=person_id, role=role))
    return _saved(session, person).as_seen_by(actor)


def add_to_project(session: Session, actor: PersonView, name: str, project_id: int, role: Role) -> PersonView:
    """Give a role in a project to somebody who is here already, by their name.

    Raises:
        NotFound: The actor has no part in the project.
        NotAllowed: The actor does not lead the project.
        InvalidInput: Nobody is called that.
    """
    check_anew(session, actor, Action.MANAGE_MEMBERS, project_id)
    there = find_named(session, name)
    if there is None or there.id is None:
        raise InvalidInput(
            "Nobody who can sign in is called that; ask for the name as they see it themselves."
        )
    return set_project_role(session, actor, there.id, project_id, role)


def pause_person(session: Session, actor: PersonView, person_id: int, *, paused: bool) -> PersonView:
    """Take everything from a person for now, or end that; their roles and answers stay.

    Raises:
        NotFound: There is no such person.
        Conflict: Nobody would be left to lead the studio.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", paused=paused)
    if paused:
        refuse_last_admin(session, person)
    person.paused = paused
    return _saved(session, person)


def find_person(session: Session, person_id: int) -> PersonView | None:
    """The human with this number, or whom they were found to be; None if there is nobody."""
    found = row_and_view(session, person_id)
    while found is not None and found[0].merged_into is not None:
        found = row_and_view(session, found[0].merged_into)
    return found[1] if found is not None and found[0].kind in SIGN_IN_KINDS else None


def find_named(session: Session, name: str) -> PersonView | None:
    """The human of that name, however it is written, or whom they were found to be; None if there is none.

    Those who came by a link for outside annotators have a number, by which nobody finds them.
    """
    namesake = _namesake(session, name)
    return (
        None
        if namesake is None or namesake.kind is PersonKind.OUTSIDE
        else find_person(session, namesake.id or 0)
    )


def list_people(session: Session, *, removed: bool = False) -> list[PersonView]:
    """Everyone who can be picked at the sign-in, by name; for a lead of projects, those who are in these.

    Args:
        session: A unit of work.
        removed: Those who were removed instead, who have no roles.

    Raises:
        NotAllowed: Whose unit of work this is leads no project.
    """
    actor = acting(session)
    led = [] if actor is None else [one for one in actor.roles if actor.may(Action.MANAGE_MEMBERS, one)]
    if not led:
        ensure_may(session, Action.MANAGE_PEOPLE)
    wanted = (Person.kind == PersonKind.REMOVED,) if removed else IS_HERE
    rows = session.exec(select(Person).where(*wanted).order_by(Person.name)).all()
    everybody = views_of(session, rows)
    if actor is None or actor.may(Action.MANAGE_PEOPLE):
        return everybody
    there = [one.as_seen_by(actor) for one in everybody]
    return [one for one in there if one.role or one.roles]


def _saved(session: Session, person: Person) -> PersonView:
    session.add(person)
    session.flush()
    return views_of(session, [person])[0]


def _namesake(session: Session, name: str) -> Person | None:
    """Who is called that; of several the one who is spelt so, or else who came first."""
    query = select(Person).order_by(col(Person.id))
    alike = [one for one in session.exec(query) if folded(one.name) == folded(name)]
    return next((one for one in alike if one.name == name), alike[0] if alike else None)


def refuse_last_admin(session: Session, person: Person) -> None:
    """Refuse to take away the only one who leads the studio.

    Raises:
        Conflict: Nobody would be left.
    """
    others = select(Person.id).where(
        Person.role == Role.LEAD, *IS_HERE, Person.id != person.id, col(Person.paused).is_(False)
    )
    if person.role == Role.LEAD and not person.paused and not session.exec(others).first():
        raise Conflict(f"{person.name} is the only lead; make somebody else a lead first.")
