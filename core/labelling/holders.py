"""Tables of the queue: who holds which pair, and who may label."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from core.db import UtcDateTime, by_value, now
from core.labelling.models import Purpose


class Lease(SQLModel, table=True):
    """A pair that a person has been given and has not answered.

    A lease for ``regular`` or ``returned`` work keeps a place among the pair's judgments, and gives it up
    when it expires. The others keep no place; they expire too, or whoever comes back after a break would
    find the gold pairs alone.
    """

    __table_args__ = (
        Index("ix_lease_person", "project_id", "person_id", "number"),
        Index("ix_lease_expiry", "project_id", "expires_at"),
    )

    pair_id: int = Field(foreign_key="pair.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    purpose: Purpose = Field(sa_type=by_value(Purpose))
    number: int
    expires_at: datetime = Field(sa_type=UtcDateTime)


class MemberState(StrEnum):
    """Whether a person may label in a project."""

    WAITING = "waiting"  # until a lead lets them in
    QUALIFYING = "qualifying"
    ACTIVE = "active"
    FAILED = "failed"
    PAUSED = "paused"


class Member(SQLModel, table=True):
    """A person in a project: state, score of the qualification, and how far along the queue they are.

    Attributes:
        right: Qualification answers that were right, of ``answered``.
        dealt: Pairs given so far; numbers the leases and draws which of them are gold or shared.
        cursor_priority: With ``cursor_key``, the place in the queue after which the next pairs are looked
            for: what lies before has been given to this person or was answered by them.
        retested_until: Of the person's own judgments, those received later may still come back.
        quota: The most judgments a day; None: as many as there is work for.
        goal: How many judgments a day the person wants to give.
    """

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    state: MemberState = Field(sa_type=by_value(MemberState))
    right: int = 0
    answered: int = 0
    dealt: int = 0
    cursor_priority: int | None = None
    cursor_key: int | None = Field(default=None, sa_type=BigInteger)
    cursor_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retested_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    leave_token: str = ""
    quota: int | None = None
    goal: int | None = None
    since: datetime = Field(default_factory=now, sa_type=UtcDateTime)
