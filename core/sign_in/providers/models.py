"""The tables of identities: accounts at providers, whose they are, and the sign-ins with them."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from core.db import NEVER_REUSED, UtcDateTime, now


class Identity(SQLModel, table=True):
    """An account at a provider that has come here, and the person whose it is.

    Attributes:
        issuer: The provider; with ``subject`` it is who that is, for ever.
        email: As the provider said last; shown, and never asked for who somebody is.
        name: As the provider said last.
        person_id: Whose account it is; None while nobody has let them in.
        turned_away_at: When a lead decided not to let them in.
    """

    __table_args__ = (UniqueConstraint("issuer", "subject"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    issuer: str
    subject: str
    email: str
    name: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    first_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    turned_away_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProviderSession(SQLModel, table=True):
    """One sign-in with an account: what makes a signed cookie, which says so for a month, end before.

    Attributes:
        key: What tells this sign-in from all others, hashed.
        used_at: When it was used last, within a minute or so.
        ended_at: When somebody signed out; nothing begins it again.
    """

    __tablename__ = "provider_session"

    key: str = Field(primary_key=True)
    identity_id: int = Field(foreign_key="identity.id", index=True)
    began_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    used_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
