"""Tables of enrolment: links by which outside annotators come, and who came by them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Column, Field, SQLModel

import core.labelling  # noqa: F401 - an enrolment names its project
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now


class Ending(StrEnum):
    """How the work of an outside annotator ended."""

    TARGET = "target reached"
    NOTHING_LEFT = "nothing left"
    FAILED = "not qualified"


class Enrolment(SQLModel, table=True):
    """A link by which people from outside become annotators of one project, up to a number and a moment.

    Attributes:
        token_hash: SHA-256 of the token in the link; the token itself is shown once and kept nowhere.
        enrolled: How many have come; counted while the project's row is locked, so never past ``cap``.
        target: Answers that make a person's work complete; None is all there is for them.
        code: What everybody is shown at the end; empty makes a code for each.
        participant_key: The parameter of the address that says who comes; empty if nothing does.
        platform_keys: Other parameters of the address that are kept for the lead.
        anywhere: Whether a participant id is enough to go on from another browser.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: str
    token_hash: str = Field(unique=True, max_length=64)
    cap: int
    enrolled: int = 0
    ends_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    target: int | None = None
    intro: str = ""
    code: str = ""
    failed_code: str = ""
    return_url: str = ""
    participant_key: str = ""
    platform_keys: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    anywhere: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Participant(SQLModel, table=True):
    """One person's part in one enrolment; whoever comes by several links of a project is one person.

    Attributes:
        participant_key: The parameter that named them, as the enrolment had it when they came.
        participant_id: What it said; None for those whom only their browser knows.
        platform: The other parameters that were kept.
        browser_hash: SHA-256 of the secret of the browser they began in; empty lets the next one be it.
        came_at: When they last came by the link: of several parts the latest is shown.
        until: When the same person began by another link; answers from then on belong to that part.
        code: The code they were shown.
    """

    __table_args__ = (
        UniqueConstraint("enrolment_id", "person_id"),
        Index(
            "uq_participant_named",
            "enrolment_id",
            "participant_key",
            "participant_id",
            unique=True,
            sqlite_where=text("participant_id IS NOT NULL"),
            postgresql_where=text("participant_id IS NOT NULL"),
        ),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    participant_key: str = ""
    participant_id: str | None = None
    platform: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    browser_hash: str = Field(default="", max_length=64)
    enrolled_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    came_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ending: Ending | None = Field(default=None, sa_type=by_value(Ending))
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    code: str = ""
    code_shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
