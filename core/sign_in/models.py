"""Tables of signing in. Nothing here lets anybody in who reads it: tokens are kept as their hashes."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

import core.access.models  # noqa: F401 - a session names its person
from core.db import NEVER_REUSED, UtcDateTime, by_value, now


class SessionKind(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 - a word, not one
    LINK = "link"
    PROVIDER = "provider"
    OUTSIDE = "outside"


class SignInSession(SQLModel, table=True):
    """One browser in which somebody is signed in, until it ends.

    ``last_seen`` is written at most once a minute: who is there is asked at every click.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: SessionKind = Field(sa_type=by_value(SessionKind))
    browser: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
