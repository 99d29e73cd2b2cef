"""Tables of verdicts, and of what reviewers hold."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Column, Field, SQLModel

from core.db import Json, UtcDateTime, by_value
from core.labelling.judgments import StoredAnswer, one_standing
from core.labelling.models import UNDO
from core.review.models import OpenLook, Reviewer, Teacher


class VerdictOutcome(StrEnum):
    """What a verdict says about one comparison: which of its two models answered better.

    ``RATED`` is that of a review that asks only whether each answer passes.
    """

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"
    BOTH_BAD = "both_bad"
    RATED = "rated"
    SKIP = "skip"
    UNDO = UNDO


PREFERRED = frozenset(
    {VerdictOutcome.FIRST, VerdictOutcome.SECOND, VerdictOutcome.TIE, VerdictOutcome.BOTH_BAD}
)
"""What counts in a win rate."""


class Verdict(StoredAnswer, table=True):
    """A reviewer's blind answer on one comparison; one standing verdict an item and reviewer.

    Attributes:
        left: Whose answer stood on the left, ``first`` or ``second``.
        strength: How much better the chosen one is, 1 slightly to 4 much.
        axes: For each axis ``first``, ``second`` or ``tie``.
        first_passes: Whether the first model's answer meets the quality bar; None where it was not asked.
    """

    __tablename__ = "review_verdict"
    __table_args__ = (
        one_standing("uq_review_verdict_standing", "item_id"),
        Index("ix_review_verdict_person", "review_id", "person_id", "received_at"),
        Index("ix_review_verdict_comparison", "comparison_id"),
        Index("ix_review_verdict_item", "item_id"),
    )

    review_id: int = Field(foreign_key="review.id")
    item_id: int = Field(foreign_key="review_item.id")
    comparison_id: int = Field(foreign_key="review_comparison.id")
    outcome: VerdictOutcome = Field(sa_type=by_value(VerdictOutcome))
    left: VerdictOutcome | None = Field(default=None, sa_type=by_value(VerdictOutcome))
    strength: int | None = None
    axes: dict[str, str] | None = Field(default=None, sa_column=Column(Json))
    first_passes: bool | None = None
    second_passes: bool | None = None
    comment: str | None = None
    flag: str | None = None


class ReviewLease(SQLModel, table=True):
    """A comparison that is a reviewer's for some minutes: it keeps a place among the verdicts needed."""

    __tablename__ = "review_lease"
    __table_args__ = (Index("ix_review_lease_person", "review_id", "person_id"),)

    item_id: int = Field(foreign_key="review_item.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    comparison_id: int = Field(foreign_key="review_comparison.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)


ABOUT_PEOPLE: Mapping[type[SQLModel], str] = {
    OpenLook: "review_id",
    Reviewer: "review_id",
    Teacher: "review_id",
    ReviewLease: "item_id",
}
"""The tables that have a person once beside this column."""
