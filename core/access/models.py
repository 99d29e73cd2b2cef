"""Tables of people and of what they did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, false
from sqlmodel import Column, Field, SQLModel

from core.access.policies import Role
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now

IMPORTED_NAME = "Imported choices"
"""The person who stands for choices that came with a file; nobody else may have the name."""


class PersonKind(StrEnum):
    """Where a person comes from; only humans can be picked at the sign-in."""

    HUMAN = "human"
    SAMPLE = "sample"
    IMPORTED = "imported"
    OUTSIDE = "outside"  # came by a link for outside annotators
    REMOVED = "removed"  # signed in once; what they gave stays


class Person(SQLModel, table=True):
    """Someone whose judgments, verdicts and actions are on record.

    Attributes:
        role: The role held in every project, also of those to come; a lead's is the admin's. None: only the
            rows of `ProjectRole` count.
        paused: Whether nothing at all is allowed to them for now.
        merged_into: The person whom a lead has found this one to be; all but the audit log is theirs then.
        last_seen_at: When they last opened a page; written every few minutes at most.
        preferences: How they like their desk, as JSON.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: Role | None = Field(default=None, sa_type=by_value(Role))
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    kind: PersonKind = Field(default=PersonKind.HUMAN, sa_type=by_value(PersonKind))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    merged_into: int | None = None
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    preferences: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )


class ProjectRole(SQLModel, table=True):
    """The role a person holds in one project; it wins over the one they hold everywhere.

    ``project_id`` is no foreign key to the tables above: people are known before projects. Whoever removes a
    project removes its roles.
    """

    __tablename__ = "project_role"

    project_id: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    role: Role = Field(sa_type=by_value(Role))
    since: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """One action that was carried out; written in the action's own transaction.

    Triggers of the database refuse to change or remove one; `core.access.chain` adds and checks them.

    Attributes:
        id: Counts without a gap.
        project_id: The project it concerned, which may be gone by now; None is the whole studio.
        previous: The hash of the entry before; empty for the first.
        hash: That of this one, over ``previous`` and everything else in the row.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_person", "person_id", "id"),
        Index("ix_audit_entry_project", "project_id", "id"),
        Index("ix_audit_entry_action", "action", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    action: str
    subject: str
    project_id: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    previous: str
    hash: str


class AuditHead(SQLModel, table=True):
    """The newest entry of the audit log, in the only row: who removes that entry must change this, too."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    number: int
    hash: str
