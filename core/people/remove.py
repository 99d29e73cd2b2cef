"""Remove a person: they cannot come in any more, and what they gave stays and is counted."""

from collections.abc import Callable, Sequence

from sqlalchemy import Column, Table
from sqlmodel import Session, SQLModel, col, delete, select, update

from core.access import (
    Action,
    Person,
    PersonKind,
    PersonView,
    ProjectRole,
    permit,
    refuse_last_admin,
    view_of,
)
from core.db import now, numbered
from core.errors import Conflict, NotFound
from core.labelling import Member, get_project
from core.labelling.queue import revoke_leases
from core.review import ReviewLease
from core.sign_in import forget_account
from core.sign_in.providers import Identity

OF_AN_ACCOUNT = frozenset(
    {"project_role", "member", "personal_token", "password", "sign_in_session", "identity", "review_lease"}
)
"""Tables whose rows say nothing of what a person did; so do the links by which they came in."""
CAME_BY = ("sign_in_link", "person_id")


def remove_person(session: Session, actor: PersonView, person_id: int) -> bool:
    """Remove somebody: their sessions, passwords, tokens and roles end, what they hold goes back.

    Judgments, verdicts, runs and the audit log keep their name, and so nobody else gets it: a second Ben
    would be taken for the first. Somebody who has left no trace at all is deleted, and the name is free.

    Returns:
        Whether they were deleted.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor may not manage people.
        Conflict: It is the actor, the only lead, or nobody who signs in.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", removed=True)
    if person_id == actor.id:
        raise Conflict("You cannot remove yourself; ask another admin.")
    if person.kind is not PersonKind.HUMAN or person.merged_into is not None:
        raise Conflict(f"{person.name} is nobody who signs in here, so there is nothing to remove.")
    refuse_last_admin(session, person)
    _end_account(session, person_id)
    if _has_traces(session, person_id):
        person.kind, person.paused, person.role = PersonKind.REMOVED, True, None
        session.add(person)
        session.flush()
        return False
    _delete(session, person_id)
    return True


def bring_back_person(session: Session, actor: PersonView, person_id: int) -> PersonView:
    """Let somebody in again who was removed, without any role: these are given anew.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor may not manage people.
        Conflict: They were not removed.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", removed=False)
    if person.kind is not PersonKind.REMOVED:
        raise Conflict(f"{person.name} was not removed.")
    person.kind, person.paused = PersonKind.HUMAN, False
    session.add(person)
    session.flush()
    found = view_of(session, person_id)
    if found is None:
        raise NotFound(f"There is no person number {person_id}.")
    return found


def to_each(
    session: Session,
    actor: PersonView,
    people: Sequence[int],
    action: Callable[[Session, PersonView, int], object],
) -> None:
    """Do the same to many people; if it is refused for one of them it is done to none."""
    for person_id in people:
        action(session, actor, person_id)


def _end_account(session: Session, person_id: int) -> None:
    """Take every way in, every role, and what they hold."""
    forget_account(session, person_id)
    of_theirs = (col(Identity.person_id) == person_id,)
    session.exec(update(Identity).where(*of_theirs).values(person_id=None, turned_away_at=now()))
    places = session.exec(select(Member.project_id).where(Member.person_id == person_id).with_for_update())
    for project_id in sorted(places):
        revoke_leases(session, get_project(session, project_id), person_id)
    session.exec(delete(ReviewLease).where(col(ReviewLease.person_id) == person_id))
    session.exec(delete(ProjectRole).where(col(ProjectRole.person_id) == person_id))


def _has_traces(session: Session, person_id: int) -> bool:
    """Whether anything on record names them, the audit log included."""
    connection = session.connection()
    return any(
        connection.execute(select(column).where(column == person_id).limit(1)).first() is not None
        for table, column in _naming()
        if table.name not in OF_AN_ACCOUNT and (table.name, column.name) != CAME_BY
    )


def _delete(session: Session, person_id: int) -> None:
    for table, column in _naming():
        if (table.name, column.name) == CAME_BY:
            session.connection().execute(table.update().where(column == person_id).values(person_id=None))
        elif table.name in OF_AN_ACCOUNT:
            session.connection().execute(table.delete().where(column == person_id))
    session.exec(delete(Person).where(col(Person.id) == person_id))


def _naming() -> list[tuple[Table, Column[int]]]:
    """Every column of every table that names a person."""
    return [
        (table, key.parent)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.target_fullname == "person.id"
    ]
