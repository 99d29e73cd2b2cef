"""Tables of people and of what they did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

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


class Person(SQLModel, table=True):
    """Someone whose judgments, verdicts and actions are on record.

    ``merged_into`` is the person whom a lead has found this one to be; all but the audit log is theirs then.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: Role = Field(sa_type=by_value(Role))
    kind: PersonKind = Field(default=PersonKind.HUMAN, sa_type=by_value(PersonKind))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    merged_into: int | None = None


class AuditEntry(SQLModel, table=True):
    """One action that was carried out; written in the action's own transaction."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    action: str
    subject: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
