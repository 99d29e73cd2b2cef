"""The gate every write goes through: it asks the policy and writes the audit row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlmodel import Session, col, select

from core.access.models import AuditEntry, Person
from core.access.policies import Action, Role, may
from core.errors import NotAllowed


@dataclass(frozen=True)
class PersonView:
    """Who acts; a frozen view of a person's row."""

    id: int | None
    name: str
    role: Role

    @classmethod
    def of(cls, person: Person) -> Self:
        """The view of a row."""
        return cls(id=person.id, name=person.name, role=person.role)


SYSTEM = PersonView(id=None, name="the studio", role=Role.LEAD)
"""The studio itself: the sample project, the follower of runs, commands at the terminal."""


def check(actor: PersonView, action: Action) -> None:
    """Refuse what the actor's role does not include.

    Raises:
        NotAllowed: Naming the person, the role and the action.
    """
    if not may(actor.role, action):
        raise NotAllowed(
            f"{actor.name} is here as {actor.role.value}, which does not include “{action.value}”; "
            "ask a lead to change the role."
        )


@dataclass(frozen=True)
class AuditView:
    """One action that was carried out, and who did it."""

    at: datetime
    person: str
    action: str
    subject: str


def recent_actions(session: Session, *, limit: int) -> list[AuditView]:
    """The latest actions, newest first; answers are left out, for judgments are a record of their own."""
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


def check_anew(session: Session, actor: PersonView, action: Action) -> None:
    """Refuse what the actor's role, as it is on record now, does not include.

    A page that has been open for hours may still show an old role.

    Raises:
        NotAllowed: Naming the person, the role and the action.
    """
    row = None if actor.id is None else session.get(Person, actor.id)
    check(actor if row is None else PersonView.of(row), action)


def permit(session: Session, actor: PersonView, action: Action, subject: str, **details: Any) -> None:
    """Check the policy and write the audit row, in the transaction of the action itself.

    Raises:
        NotAllowed: The role, read anew, does not include the action; then nothing is written.
    """
    check_anew(session, actor, action)
    session.add(AuditEntry(person_id=actor.id, action=action.value, subject=subject, details=details))
