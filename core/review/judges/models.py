"""Tables of judges beside people: which were asked about a review, and what they said."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Column, Field, SQLModel

import core.review.models  # noqa: F401 - a judge names its review and its comparisons
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now
from core.judges import Choice, SaidState


class ReviewJudgeKind(StrEnum):
    """Where a model's judgments come from; the first two are asked by the studio itself."""

    GENAI = "genai"
    OPENAI = "openai"
    AUTOSXS = "autosxs"


class JudgeState(StrEnum):
    """What becomes of the asking: a judge that stopped or failed goes on where it was."""

    READY = "ready"
    ASKING = "asking"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class ReviewJudge(SQLModel, table=True):
    """A model that judges the comparisons of a review beside people; none of it counts as theirs.

    Attributes:
        name: What people read: the model, and where it is asked.
        settings: `core.judges.Judge`, or of AutoSxS what it was run with; never a key.
        mark: The settings' hash, so that the same judge is set up once.
        most: How many comparisons it is asked about; None for all.
        trouble: Why it stopped or failed, or the last thing that went wrong, as a sentence.
        stop_wanted: Whether somebody has asked that it stops.
        claimed_by: Who asks it now; after `claimed_until` nobody does.
        run_id: The run that left the judgments, of AutoSxS.
    """

    __tablename__ = "review_judge"
    __table_args__ = (Index("uq_review_judge", "review_id", "mark", unique=True), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    kind: ReviewJudgeKind = Field(sa_type=by_value(ReviewJudgeKind))
    name: str
    settings: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    mark: str
    most: int | None = None
    state: JudgeState = Field(default=JudgeState.READY, sa_type=by_value(JudgeState))
    trouble: str = ""
    stop_wanted: bool = False
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    run_id: int | None = Field(default=None, foreign_key="run.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JudgeVerdict(SQLModel, table=True):
    """What a judge said of one comparison in one order; what failed is not kept, and asked again.

    Attributes:
        swapped: Whether it saw the second model's answer first.
        choice: Whose answer is better, whatever the order was; None where the state is not answered.
        reasons: What it said.
        trouble: Why it did not choose, as a sentence.
        confidence: How sure it says it is, 0 to 1; None where it does not say.
    """

    __tablename__ = "judge_verdict"
    __table_args__ = (Index("ix_judge_verdict_comparison", "comparison_id"),)

    judge_id: int = Field(foreign_key="review_judge.id", primary_key=True)
    comparison_id: int = Field(foreign_key="review_comparison.id", primary_key=True)
    swapped: bool = Field(primary_key=True)
    state: SaidState = Field(sa_type=by_value(SaidState))
    choice: Choice | None = Field(default=None, sa_type=by_value(Choice))
    reasons: str = ""
    trouble: str = ""
    confidence: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
