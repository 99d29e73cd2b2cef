"""Tables of review: models' answers to the same prompts, and what was planned."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Column, Field, SQLModel

import core.training.models  # noqa: F401 - a model of a review names its run
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now
from core.labelling.models import NONE_YET

NO_TEXT = {"server_default": ""}
OPEN_ITEMS = text("open")


class ReviewState(StrEnum):
    """Whether verdicts are given; nobody sees whose answers are whose before it is closed."""

    OPEN = "open"
    CLOSED = "closed"


class Closing(StrEnum):
    """How a review came to its end.

    ``UNBLINDED``: one of its reviewers looked, as they could before reviews had rules.
    """

    BY_RULE = "by rule"
    EARLY = "early"
    UNBLINDED = "unblinded"


class Review(SQLModel, table=True):
    """Two or more models' answers to the same prompts, and how people are asked which are better.

    Attributes:
        design: What was planned, as `core.review.design.Design`.
        items: How many prompts are compared.
        about: What should be known of the answers, as figures; see `core.review.remarks`.
        blinding_key: Makes the tokens that stand for models in a reviewer's browser; it protects reviewers
            from themselves and is no credential.
        closed_by: Who closed it early; None where its rule did.
        note: Why it was closed early.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    title: str
    design: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    items: int
    about: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    blinding_key: str
    state: ReviewState = Field(default=ReviewState.OPEN, sa_type=by_value(ReviewState))
    closing: Closing | None = Field(default=None, sa_type=by_value(Closing))
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = Field(default="", sa_column_kwargs=NO_TEXT)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ReviewModel(SQLModel, table=True):
    """One of the models of a review; ``number`` counts from 0 and is its name inside the studio.

    Attributes:
        role: ``base`` or ``tuned`` where one was tuned from the other; else empty.
        run_id: The run that tuned it, or whose base model it is.
        address: Where its answers were read.
    """

    __tablename__ = "review_model"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    number: int = Field(primary_key=True)
    name: str
    role: str = ""
    run_id: int | None = Field(default=None, foreign_key="run.id", index=True)
    address: str


class ReviewItem(SQLModel, table=True):
    """One prompt of a review.

    Attributes:
        beside: What of the prompt is no text and cannot be shown, in few words.
        reference: An answer that is known to be good; empty where none came.
        stratum: The part of the prompts it belongs to; empty where none are told apart.
        needed: Verdicts it is to have; None for one of every reviewer.
        given: Verdicts that stand, skips left out.
        skipped: Skips that stand.
        open: Whether it still needs verdicts.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        UniqueConstraint("review_id", "prompt_hash"),
        Index("ix_review_item_order", "review_id", "shuffle_key"),
        Index(
            "ix_review_item_open",
            "review_id",
            "shuffle_key",
            sqlite_where=OPEN_ITEMS,
            postgresql_where=OPEN_ITEMS,
        ),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    prompt_hash: str
    shuffle_key: int = Field(sa_type=BigInteger)
    prompt: str
    beside: str = ""
    reference: str = ""
    stratum: str = ""
    needed: int | None = None
    given: int = Field(default=0, sa_column_kwargs=NONE_YET)
    skipped: int = Field(default=0, sa_column_kwargs=NONE_YET)
    open: bool = True

    def has_room(self, held: int) -> bool:
        """Whether another person may judge it while so many hold it."""
        return self.open and (self.needed is None or self.given + held < self.needed)


class ReviewAnswer(SQLModel, table=True):
    """One model's answer to the prompt of an item.

    Attributes:
        note: What a reader must know of it, such as that it was cut off.
        words: Its length.
    """

    __tablename__ = "review_answer"

    item_id: int = Field(foreign_key="review_item.id", primary_key=True)
    model: int = Field(primary_key=True)
    text: str
    note: str = ""
    words: int


class ReviewText(SQLModel, table=True):
    """Prompt and answers of an item in lower case, to be searched: no database knows all capitals."""

    __tablename__ = "review_text"
    __table_args__ = (Index("ix_review_text_review", "review_id"),)

    item_id: int = Field(foreign_key="review_item.id", primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    text: str


class Comparison(SQLModel, table=True):
    """Two models' answers to one prompt, and what the verdicts on them are so far.

    Attributes:
        first: The number of one model.
        second: That of the other; it is larger.
        first_won: Verdicts for the first model's answer, as the counts that follow it.
        longer: How many words the second's answer is longer.
    """

    __tablename__ = "review_comparison"
    __table_args__ = (
        UniqueConstraint("item_id", "first", "second"),
        Index("ix_review_comparison_review", "review_id", "item_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    item_id: int = Field(foreign_key="review_item.id")
    first: int
    second: int
    longer: int
    first_won: int = Field(default=0, sa_column_kwargs=NONE_YET)
    second_won: int = Field(default=0, sa_column_kwargs=NONE_YET)
    ties: int = Field(default=0, sa_column_kwargs=NONE_YET)
    both_bad: int = Field(default=0, sa_column_kwargs=NONE_YET)
    flags: int = Field(default=0, sa_column_kwargs=NONE_YET)


class Reviewer(SQLModel, table=True):
    """Somebody who was chosen to review; a review without any is open to all who may compare."""

    __tablename__ = "reviewer"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class Teacher(SQLModel, table=True):
    """Somebody who judged pairs that a compared model learned from, as it was when the review was made."""

    __tablename__ = "review_teacher"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


class ReviewChange(SQLModel, table=True):
    """What was changed of a review after it had been planned, by whom and why."""

    __tablename__ = "review_change"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    what: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    note: str
    verdicts: int


class OpenLook(SQLModel, table=True):
    """That somebody has seen whose answers are whose before the close: none of their verdicts is blind."""

    __tablename__ = "review_open_look"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class LeftOut(SQLModel, table=True):
    """A prompt that is not compared, and why.

    Attributes:
        reason: As `core.review.answers` says it.
        models: The numbers of the models that it concerns.
        detail: Such as the words in which a service refused it, or files and lines.
    """

    __tablename__ = "review_left_out"
    __table_args__ = (Index("ix_review_left_out", "review_id", "reason"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    prompt: str
    reason: str
    models: list[int] = Field(sa_column=Column(Json, nullable=False))
    detail: str = ""
