"""The end of a review: by its rule, or early by a lead; until then nobody sees whose answers are whose."""

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from core.access import Action, PersonView, permit
from core.db import clean_text, now, numbered
from core.errors import Conflict, InvalidInput
from core.labelling.judgments import standing
from core.review.comparison_queue import release
from core.review.design import HeldOut, StopRule
from core.review.models import Closing, OpenLook, Review, Reviewer, ReviewItem, ReviewState, Teacher
from core.review.verdict_models import PREFERRED, ReviewLease, Verdict, VerdictOutcome
from core.review.views import ReviewView, get_review

EVERY_ITEM_UNTIL, THEN_EVERY = 500, 50
"""A sequential test may look after every item; with thousands it looks after each so many."""


def close_by_rule(session: Session, review: ReviewView) -> bool:
    """Close the review if its rule says so now; in the transaction of the verdict that decides it."""
    rule = review.design.stop
    done = rule != StopRule.BY_LEAD and _nothing_left(session, review)
    if not done and rule == StopRule.SEQUENTIAL:
        done = _decided(session, review)
    if done:
        _close(session, review, Closing.BY_RULE, None, "")
    return done


def close_early(session: Session, actor: PersonView, review: ReviewView, note: str) -> ReviewView:
    """Close a review before its rule does; every figure says so from then on.

    Raises:
        NotAllowed: The actor does not lead the project.
        InvalidInput: There is no reason.
        Conflict: It is closed, or nobody has given a verdict.
    """
    note = clean_text(note.strip())
    if not note:
        raise InvalidInput("Say why the review is closed early: every figure will show it.")
    subject = f"review {review.title}"
    permit(session, actor, Action.CLOSE_REVIEW, subject, review.project_id, closed_early=note)
    review = get_review(session, review.id)
    _ensure_open(review)
    if not verdicts_so_far(session, review.id):
        raise Conflict(f"Nobody has given a verdict in “{review.title}”: there is nothing to conclude.")
    _close(session, review, Closing.EARLY, actor.id, note)
    return get_review(session, review.id)


def look_openly(session: Session, actor: PersonView, review: ReviewView) -> None:
    """Let somebody see whose answers are whose before the close; they give no verdicts from then on.

    Verdicts stay hidden. What they have judged until then stays, and was blind.

    Raises:
        NotAllowed: The actor may not compare.
    """
    subject = f"review {review.title}"
    permit(session, actor, Action.COMPARE, subject, review.project_id, looked=True)
    _ensure_open(get_review(session, review.id))
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can look: it is kept on record who has.")
    if session.get(OpenLook, (review.id, actor.id)) is None:
        session.add(OpenLook(review_id=review.id, person_id=actor.id))
        release(session, review.id, actor.id)
        session.flush()
        close_by_rule(session, review)


def verdicts_so_far(session: Session, review_id: int) -> int:
    """How many verdicts of a review stand, skips left out."""
    given = select(func.coalesce(func.sum(ReviewItem.given), 0)).where(ReviewItem.review_id == review_id)
    return int(session.exec(given).one())


def item_scores(session: Session, review_id: int) -> list[float]:
    """What the items with all their verdicts came to, in the order in which they were completed.

    Each is the mean of its verdicts, of which one for the second model is 1, one for the first 0 and any
    other ½.
    """
    votes = (
        select(Verdict.item_id, Verdict.outcome, Verdict.received_at)
        .join(ReviewItem, col(ReviewItem.id) == Verdict.item_id)
        .where(
            Verdict.review_id == review_id,
            col(ReviewItem.given) >= col(ReviewItem.needed),
            col(Verdict.outcome).in_(PREFERRED),
            *standing(Verdict),
        )
        .order_by(col(Verdict.received_at))
    )
    worth: dict[str, float] = {VerdictOutcome.FIRST: 0.0, VerdictOutcome.SECOND: 1.0}
    by_item: dict[int, list[float]] = {}
    for item_id, outcome, _ in session.exec(votes):
        # Moved to the end by each of its verdicts: an item is complete when the last of them has come.
        by_item[item_id] = [*by_item.pop(item_id, []), worth.get(outcome, 0.5)]
    return [sum(scores) / len(scores) for scores in by_item.values()]


def _nothing_left(session: Session, review: ReviewView) -> bool:
    """Whether no reviewer has an item left that still needs verdicts."""
    still_open = (col(ReviewItem.review_id) == review.id, col(ReviewItem.open))
    if session.exec(select(ReviewItem.id).where(*still_open).limit(1)).first() is None:
        return True
    chosen = select(Reviewer.person_id).where(
        Reviewer.review_id == review.id,
        col(Reviewer.person_id).not_in(select(OpenLook.person_id).where(OpenLook.review_id == review.id)),
    )
    if review.design.held_out == HeldOut.REQUIRE:
        taught = select(Teacher.person_id).where(Teacher.review_id == review.id)
        chosen = chosen.where(col(Reviewer.person_id).not_in(taught))
    people = len(session.exec(chosen).all())
    if not people:
        return False
    answered = (
        select(func.count())
        .select_from(Verdict)
        .where(Verdict.item_id == ReviewItem.id, col(Verdict.person_id).in_(chosen), *standing(Verdict))
        .correlate(ReviewItem)
    )
    waits = select(ReviewItem.id).where(*still_open, answered.scalar_subquery() < people).limit(1)
    return session.exec(waits).first() is None


def _decided(session: Session, review: ReviewView) -> bool:
    import numpy as np  # noqa: PLC0415 - slow to import, and asked of few reviews

    from core.review.statistics import decided  # noqa: PLC0415 - likewise

    if len(review.models) > 2:  # noqa: PLR2004 - an even share of what, among several?
        return False
    complete = select(func.count()).where(
        ReviewItem.review_id == review.id, col(ReviewItem.given) >= col(ReviewItem.needed)
    )
    number = session.exec(complete).one()
    if number > EVERY_ITEM_UNTIL and number % THEN_EVERY:
        return False
    return decided(np.array(item_scores(session, review.id)))


def _close(session: Session, review: ReviewView, how: Closing, by: int | None, note: str) -> None:
    row = numbered(session, Review, review.id, called="review")
    row.state, row.closing, row.closed_by, row.closed_at, row.note = ReviewState.CLOSED, how, by, now(), note
    session.add(row)
    session.exec(delete(ReviewLease).where(col(ReviewLease.review_id) == review.id))
    session.flush()


def _ensure_open(review: ReviewView) -> None:
    if not review.is_open:
        raise Conflict(f"“{review.title}” is closed already.")
