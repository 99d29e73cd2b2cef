"""Change the plan of a review: what was planned stays on record, and so does who changed it and why."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, delete, update

from core.access import Action, PersonView, permit
from core.db import clean_text, numbered
from core.errors import Conflict, InvalidInput
from core.review.closing import close_by_rule, verdicts_so_far
from core.review.design import Design, refuse_sequence_of_many
from core.review.models import Review, ReviewChange, Reviewer, ReviewItem
from core.review.people import ensure_people
from core.review.verdict_models import ReviewLease
from core.review.verdicts import LEAST_SKIPS
from core.review.views import ReviewView, get_review, reviewers_of

FIXED = ("sample",)
"""What cannot change once the prompts are drawn."""
ASKED_ONCE = ("question", "asked")
"""What cannot change once somebody has answered: the verdicts would not mean the same."""


def change_review(
    session: Session,
    actor: PersonView,
    review: ReviewView,
    *,
    design: Design,
    reviewers: Sequence[int],
    note: str,
) -> ReviewView:
    """Plan a review anew while it goes on; verdicts that were given stay.

    Args:
        session: A unit of work that writes.
        actor: Who changes it.
        review: The review.
        design: The plan from now on.
        reviewers: The numbers of the people who review from now on; empty lets everybody who may.
        note: Why; it is shown beside the results.

    Raises:
        NotAllowed: The actor may not plan reviews here.
        InvalidInput: There is no reason, or the new rule does not fit the models.
        Conflict: It is closed, or that part of its plan cannot change any more.
    """
    note = clean_text(note.strip())
    if not note:
        raise InvalidInput("Say why the plan is changed: the reason is shown beside the results.")
    review = get_review(session, review.id)
    what = _what(review, design, reviewers_of(session, review), tuple(sorted(set(reviewers))))
    subject = f"review {review.title}"
    permit(session, actor, Action.DESIGN_REVIEW, subject, review.project_id, changed=what, why=note)
    verdicts = verdicts_so_far(session, review.id)
    _refuse(review, design, what, verdicts)
    if not what:
        return review
    row = numbered(session, Review, review.id, called="review")
    row.design = design.model_dump(mode="json")
    session.add(row)
    session.add(
        ReviewChange(review_id=review.id, person_id=actor.id, what=what, note=note, verdicts=verdicts)
    )
    _set_reviewers(session, review.id, reviewers)
    if "per_item" in what:
        _set_needed(session, review.id, design.per_item)
    session.flush()
    review = get_review(session, review.id)
    close_by_rule(session, review)
    return get_review(session, review.id)


def _what(review: ReviewView, design: Design, before: Sequence[int], after: Sequence[int]) -> dict[str, Any]:
    """By field, what it was and what it becomes."""
    was, becomes = review.design.model_dump(mode="json"), design.model_dump(mode="json")
    what = {name: [was[name], becomes[name]] for name in was if was[name] != becomes[name]}
    return what | ({"reviewers": [list(before), list(after)]} if before != after else {})


def _refuse(review: ReviewView, design: Design, what: dict[str, Any], verdicts: int) -> None:
    if not review.is_open:
        raise Conflict(f"“{review.title}” is closed: its plan cannot change any more.")
    if fixed := [name for name in FIXED if name in what]:
        raise Conflict(
            f"The prompts of “{review.title}” are drawn: plan another review to change {fixed[0]}."
        )
    if verdicts and (asked := [name for name in ASKED_ONCE if name in what]):
        raise Conflict(
            f"{verdicts:,} verdicts were given on what “{review.title}” asks now: plan another review to "
            f"change the {asked[0]}."
        )
    refuse_sequence_of_many(design, len(review.models))


def _set_reviewers(session: Session, review_id: int, reviewers: Sequence[int]) -> None:
    chosen = sorted(set(reviewers))
    ensure_people(session, chosen)
    session.exec(delete(Reviewer).where(col(Reviewer.review_id) == review_id))
    session.add_all([Reviewer(review_id=review_id, person_id=one) for one in chosen])
    if chosen:
        gone = (col(ReviewLease.review_id) == review_id, col(ReviewLease.person_id).not_in(chosen))
        session.exec(delete(ReviewLease).where(*gone))


def _set_needed(session: Session, review_id: int, per_item: int | None) -> None:
    still = (
        True
        if per_item is None
        else (col(ReviewItem.given) < per_item) & (col(ReviewItem.skipped) < per_item + LEAST_SKIPS)
    )
    mine = col(ReviewItem.review_id) == review_id
    session.exec(update(ReviewItem).where(mine).values(needed=per_item, open=still))
