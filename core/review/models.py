"""Tables of review: comparisons of base and tuned answers, blind verdicts on them, and who has unblinded."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from core.db import NEVER_REUSED, UtcDateTime, by_value, now


class VerdictOutcome(StrEnum):
    """What a verdict says about one comparison."""

    BASE = "base"
    TUNED = "tuned"
    TIE = "tie"
    SKIP = "skip"
    UNDO = "undo"


class ComparisonSet(SQLModel, table=True):
    """Base and tuned answers to the same prompts, joined by prompt.

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
    blinding_key: str
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Comparison(SQLModel, table=True):
    """One prompt with the base model's and the tuned model's answer."""

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


class Verdict(SQLModel, table=True):
    """A reviewer's blind answer on one comparison; rows are only added, as with judgments."""

    __table_args__ = (
        Index(
            "uq_verdict_standing",
            "comparison_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        ),
        Index("ix_verdict_person", "set_id", "person_id", "received_at"),
    )

    id: str = Field(primary_key=True, max_length=36)
    set_id: int = Field(foreign_key="comparison_set.id")
    comparison_id: int = Field(foreign_key="comparison.id")
    person_id: int = Field(foreign_key="person.id")
    outcome: VerdictOutcome = Field(sa_type=by_value(VerdictOutcome))
    left: VerdictOutcome | None = Field(default=None, sa_type=by_value(VerdictOutcome))
    reason: str | None = None
    confidence: int | None = None
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime = Field(sa_type=UtcDateTime)
    active_ms: int | None = None
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    undoes: str | None = None
    withdrawn_by: str | None = None


class Unblinding(SQLModel, table=True):
    """That a reviewer has seen which answers are whose; from then on no verdict of theirs is blind."""

    set_id: int = Field(foreign_key="comparison_set.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
