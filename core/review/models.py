"""Tables of review: comparisons of base and tuned answers, blind verdicts on them, and who has unblinded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

import core.training.models  # noqa: F401 - a comparison names its run
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now
from core.labelling.judgments import StoredAnswer, one_standing
from core.labelling.models import UNDO

NO_TEXT = {"server_default": ""}
"""Of columns that came later: what the rows that were there have."""


class VerdictOutcome(StrEnum):
    """What a verdict says about one comparison."""

    BASE = "base"
    TUNED = "tuned"
    TIE = "tie"
    SKIP = "skip"
    UNDO = UNDO


class ComparisonSet(SQLModel, table=True):
    """Base and tuned answers to the same prompts, joined by prompt.

    ``about`` holds what should be known of it, as figures; see `core.review.remarks`.

    ``blinding_key`` makes the tokens that stand for base and tuned in a reviewer's browser; it protects a
    reviewer from himself and is no credential.
    """

    __tablename__ = "comparison_set"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    title: str
    run_id: int | None = Field(default=None, foreign_key="run.id", unique=True)
    base_address: str
    tuned_address: str
    comparisons: int
    only_base: int = 0
    only_tuned: int = 0
    ambiguous: int = 0
    about: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    blinding_key: str
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Comparison(SQLModel, table=True):
    """One prompt with the base model's and the tuned model's answer.

    Attributes:
        beside: What of the prompt is no text and cannot be shown, in few words.
        base_note: What a reader must know of the base model's answer, such as that it was cut off.
        tuned_note: The same of the tuned model's.
    """

    __table_args__ = (
        UniqueConstraint("set_id", "prompt_hash"),
        Index("ix_comparison_order", "set_id", "shuffle_key"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    set_id: int = Field(foreign_key="comparison_set.id")
    prompt_hash: str
    shuffle_key: int = Field(sa_type=BigInteger)
    prompt: str
    base_text: str
    tuned_text: str
    beside: str = Field(default="", sa_column_kwargs=NO_TEXT)
    base_note: str = Field(default="", sa_column_kwargs=NO_TEXT)
    tuned_note: str = Field(default="", sa_column_kwargs=NO_TEXT)


class Verdict(StoredAnswer, table=True):
    """A reviewer's blind answer on one comparison; one standing verdict a comparison and reviewer."""

    __table_args__ = (
        one_standing("uq_verdict_standing", "comparison_id"),
        Index("ix_verdict_person", "set_id", "person_id", "received_at"),
    )

    set_id: int = Field(foreign_key="comparison_set.id")
    comparison_id: int = Field(foreign_key="comparison.id")
    outcome: VerdictOutcome = Field(sa_type=by_value(VerdictOutcome))
    left: VerdictOutcome | None = Field(default=None, sa_type=by_value(VerdictOutcome))


class Unblinding(SQLModel, table=True):
    """That a reviewer has seen which answers are whose; from then on no verdict of theirs is blind."""

    set_id: int = Field(foreign_key="comparison_set.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
