"""Tables of signing in. Nothing here lets anybody in who reads it: tokens are kept as their hashes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Column, Field, SQLModel

from core.access import Role
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now


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


class Password(SQLModel, table=True):
    """What is kept of a person's password: a slow hash with its own salt and parameters."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    hash: str
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class LinkKind(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class SignInLink(SQLModel, table=True):
    """A link that somebody was given, good for one use: to become a person, or to set a password anew.

    Attributes:
        name: Whom it is for, as the maker calls them.
        role: The role in every project that an invitation gives.
        roles: The roles in projects that it gives, by the project's number as text.
        quotas: The most judgments a day there, likewise.
        person_id: Of a reset, whose password it sets; of an invitation that was used, who came by it.
        made_by: Nobody for one that a command made.
        ended_at: When it was used or revoked; whichever it was, it is good for nothing more.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    kind: LinkKind = Field(sa_type=by_value(LinkKind))
    name: str
    role: Role | None = Field(default=None, sa_type=by_value(Role))
    roles: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    quotas: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Attempts(SQLModel, table=True):
    """How often somebody has tried to sign in of late: to an account, or from an address.

    Attributes:
        subject: A hash that stands for the account or the address.
        count: Tries that have not turned out well, and those whose end is not known yet.
        open_at: Before this moment the next try is refused unseen.
        last_at: When the latest was; long after it the row is removed.
    """

    __tablename__ = "sign_in_attempts"

    subject: str = Field(primary_key=True)
    count: int = 0
    open_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Scope(StrEnum):
    """What a token is for; its person's roles bound all of them, at the moment of each request."""

    READ = "read"  # look at everything its person may see
    DATA = "data"  # add pairs
    RUNS = "runs"  # launch and cancel runs


class PersonalToken(SQLModel, table=True):
    """A secret that a program shows in a person's name; kept as its hash.

    Attributes:
        ending: The secret's last letters, by which people tell tokens apart.
        minute: The minute, since 1970, in which ``calls`` were drawn; see `core.sign_in.tokens.draw_calls`.
    """

    __tablename__ = "personal_token"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    ending: str
    token_hash: str = Field(unique=True)
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    minute: int = Field(default=0, sa_type=BigInteger)
    calls: int = 0
