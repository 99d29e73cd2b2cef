"""The gate every write goes through: it asks the policy and writes the audit row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, table
from sqlmodel import Session, col, select

from core.access.actor import SYSTEM, PersonView, check, ensure_may, refuse_merged, row_and_view
from core.access.chain import append
from core.access.models import AuditEntry, Person
from core.access.policies import STUDIO_WIDE, WHILE_ARCHIVED, Action
from core.errors import Conflict

_PROJECT = table("project", column("id"), column("name"), column("archived_at"))
"""The one thing that is known here of the tables above: projects come after people."""


@dataclass(frozen=True)
class AuditView:
    """One action that was carried out, and who did it."""

    at: datetime
    person: str
    action: str
    subject: str


def recent_actions(session: Session, *, limit: int) -> list[AuditView]:
    """The latest actions, newest first; answers are left out, for judgments are a record of their own."""
    ensure_may(session, Action.SEE_WHOLE_AUDIT)
    query = (
        select(AuditEntry, Person.name)
        .join(Person, col(Person.id) == AuditEntry.person_id, isouter=True)
        .where(AuditEntry.action != Action.LABEL.value)
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
    )
    return [
        AuditView(entry.at, name or SYSTEM.name, entry.action, entry.subject)
        for entry, name in session.exec(query)
    ]


def check_anew(
    session: Session, actor: PersonView, action: Action, project_id: int | None = None, *, called: str = ""
) -> None:
    """Refuse what the actor's roles, as they are on record now, do not include; ``called`` as in `check`.

    A page that has been open for hours may still show an old role.

    Raises:
        NotFound: The actor has no part in the project.
        NotAllowed: Naming the person, the role and the action; or they are somebody else by now.
    """
    found = None if actor.id is None else row_and_view(session, actor.id)
    if found is not None:
        refuse_merged(found[0].name, found[0].merged_into)
    check(found[1] if found else actor, action, project_id, called=called)


def record(session: Session, actor: PersonView, action: str, subject: str, /, **details: Any) -> None:
    """Write the audit row of what needs nobody's leave, because it is one's own: a token, say.

    Whoever calls it has made sure of that.
    """
    append(session, person_id=actor.id, project_id=None, action=action, subject=subject, details=details)


def permit(
    session: Session,
    actor: PersonView,
    action: Action,
    subject: str,
    project_id: int | None = None,
    /,
    **details: Any,
) -> None:
    """Check the policy and write the audit row, in the transaction of the action itself.

    An action of the whole studio may name the project it is about, too.

    Raises:
        NotFound: The actor has no part in the project; then nothing is written.
        NotAllowed: The role, read anew, does not include the action; then nothing is written.
        Conflict: The project is archived; then nothing is written.
    """
    check_anew(session, actor, action, None if action in STUDIO_WIDE else project_id)
    if project_id is not None and action not in STUDIO_WIDE | WHILE_ARCHIVED:
        _refuse_archived(session, project_id)
    append(
        session,
        person_id=actor.id,
        project_id=project_id,
        action=action.value,
        subject=subject,
        details=details,
    )


def _refuse_archived(session: Session, project_id: int) -> None:
    """Refuse to change an archived project; one that does not exist is for others to refuse.

    Raises:
        Conflict: It is archived.
    """
    wanted = (_PROJECT.c.id == project_id) & _PROJECT.c.archived_at.is_not(None)
    name = session.connection().execute(select(_PROJECT.c.name).where(wanted)).scalar()
    if name is not None:
        raise Conflict(archived_words(name))


def archived_words(name: str) -> str:
    """Why nothing is changed in it, and what to do."""
    return (
        f"The project “{name}” is archived, so it can be read and not changed; a lead brings it back on the "
        "project page."
    )
