"""A review as everybody who may compare sees it; whose answers are whose is no part of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.db import numbered
from core.review.design import Design
from core.review.models import (
    Closing,
    LeftOut,
    OpenLook,
    Review,
    ReviewChange,
    Reviewer,
    ReviewModel,
    ReviewState,
)


@dataclass(frozen=True)
class ModelView:
    """One of the models of a review."""

    number: int
    name: str
    role: str
    run_id: int | None
    address: str


@dataclass(frozen=True)
class ReviewView:
    """A review: what is compared, how, and whether it is still going on.

    ``about`` is what `core.review.remarks` makes sentences of. Names of models are shown to whoever plans or
    reads a review; no text is ever shown beside one before the review is closed.
    """

    id: int
    project_id: int
    title: str
    design: Design
    items: int
    models: tuple[ModelView, ...]
    blinding_key: str = field(repr=False)
    state: ReviewState
    closing: Closing | None
    closed_by: int | None
    closed_at: datetime | None
    note: str
    created_by: int | None
    created_at: datetime
    about: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def secret(self) -> bytes:
        """The key of the tokens that stand for models."""
        return bytes.fromhex(self.blinding_key)

    @property
    def is_open(self) -> bool:
        """Whether verdicts are given, so nothing tells a model."""
        return self.state == ReviewState.OPEN

    @property
    def run_id(self) -> int | None:
        """The run whose tuned model this is about, if it is one run's."""
        runs = {one.run_id for one in self.models if one.run_id is not None}
        return runs.pop() if len(runs) == 1 else None

    @property
    def planned(self) -> int | None:
        """Verdicts when every item has what it is to have; None where every reviewer judges all."""
        return None if self.design.per_item is None else self.items * self.design.per_item


@dataclass(frozen=True)
class Change:
    """What was changed of a review after it had been planned: by field, what it was and what it became."""

    at: datetime
    person_id: int | None
    what: dict[str, Any]
    note: str
    verdicts: int


def list_reviews(session: Session, project_id: int) -> list[ReviewView]:
    """The reviews of a project, newest first."""
    ensure_may(session, Action.COMPARE, project_id)
    query = select(Review).where(Review.project_id == project_id).order_by(col(Review.id).desc())
    rows = session.exec(query).all()
    if not rows:
        return []
    models = models_of(session, [row.id or 0 for row in rows])
    return [view_of_review(row, models.get(row.id or 0, ())) for row in rows]


def get_review(session: Session, review_id: int) -> ReviewView:
    """The review with this number.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in its project.
    """
    row = numbered(session, Review, review_id, called="review")
    ensure_may(session, Action.COMPARE, row.project_id, called=f"review number {review_id}")
    return view_of_review(row, models_of(session, [review_id]).get(review_id, ()))


def reviewers_of(session: Session, review: ReviewView) -> tuple[int, ...]:
    """The numbers of the people who were chosen to review; empty where all may who may compare."""
    ensure_may(session, Action.COMPARE, review.project_id)
    query = select(Reviewer.person_id).where(Reviewer.review_id == review.id)
    return tuple(session.exec(query.order_by(col(Reviewer.person_id))))


def changes_of(session: Session, review: ReviewView) -> list[Change]:
    """What was changed after it had been planned, in that order."""
    ensure_may(session, Action.COMPARE, review.project_id)
    query = select(ReviewChange).where(ReviewChange.review_id == review.id).order_by(col(ReviewChange.id))
    return [Change(row.at, row.person_id, row.what, row.note, row.verdicts) for row in session.exec(query)]


def left_out_counts(session: Session, review: ReviewView) -> dict[str, int]:
    """How many prompts are not compared, by reason."""
    ensure_may(session, Action.COMPARE, review.project_id)
    query = select(LeftOut.reason, func.count()).where(LeftOut.review_id == review.id)
    return dict(session.exec(query.group_by(LeftOut.reason).order_by(LeftOut.reason)).all())


def has_looked(session: Session, review: ReviewView, person_id: int) -> bool:
    """Whether this person has seen whose answers are whose before the close."""
    ensure_may(session, Action.COMPARE, review.project_id)
    return session.get(OpenLook, (review.id, person_id)) is not None


def models_of(session: Session, reviews: list[int]) -> dict[int, tuple[ModelView, ...]]:
    """The models of these reviews, in the order of their numbers."""
    query = select(ReviewModel).where(col(ReviewModel.review_id).in_(reviews))
    found: dict[int, tuple[ModelView, ...]] = {}
    for row in session.exec(query.order_by(col(ReviewModel.review_id), col(ReviewModel.number))):
        one = ModelView(row.number, row.name, row.role, row.run_id, row.address)
        found[row.review_id] = (*found.get(row.review_id, ()), one)
    return found


def view_of_review(row: Review, models: tuple[ModelView, ...]) -> ReviewView:
    """The view of a row and of its models."""
    names = [name for name in ReviewView.__dataclass_fields__ if name not in {"models", "design"}]
    design = Design.model_validate(row.design)
    return ReviewView(models=models, design=design, **{name: getattr(row, name) for name in names})
