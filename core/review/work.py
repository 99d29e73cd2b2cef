"""One person's part in the reviews of a project, all together and one by one."""

from dataclasses import dataclass

from sqlmodel import Session, col, exists, func, select

from core.access import Action, ensure_may, ensure_self
from core.labelling.judgments import standing
from core.review.models import ReviewItem
from core.review.of_runs import runs_to_review
from core.review.reviewing import Reviewing, why_not
from core.review.verdict_models import Verdict
from core.review.verdicts import verdicts_given
from core.review.views import ReviewView, list_reviews


@dataclass(frozen=True)
class ReviewWork:
    """One person's part in the reviews of a project.

    Attributes:
        waiting: Items of open reviews that still need verdicts and have none of this person.
        given: Verdicts they have given in the reviews where some still wait.
        going_on: Open reviews in which nothing waits for them.
        closed: Reviews whose results may be read.
        unreviewed: Runs with answers of both models that are in no review.
    """

    waiting: int = 0
    given: int = 0
    going_on: int = 0
    closed: int = 0
    unreviewed: int = 0

    @property
    def to_do(self) -> bool:
        """Whether there is something for them to do."""
        return bool(self.waiting or self.unreviewed)


@dataclass(frozen=True)
class ReviewLine:
    """One review in a list.

    Attributes:
        given: Everybody's verdicts that stand, skips left out.
        waiting: Items that still need verdicts and have none of this person; 0 where they give none.
    """

    review: ReviewView
    given: int
    waiting: int


def review_work(session: Session, project_id: int, person_id: int) -> ReviewWork:
    """What this person has done and has to do in all reviews of a project."""
    ensure_may(session, Action.COMPARE, project_id)
    ensure_self(session, person_id)
    reviews = list_reviews(session, project_id)
    unreviewed = len(runs_to_review(session, project_id))
    if not reviews:
        return ReviewWork(unreviewed=unreviewed)
    still_open = [one for one in reviews if one.is_open]
    waiting = _waiting(session, _theirs(session, reviews, person_id), person_id)
    given = verdicts_given(session, list(waiting), person_id)
    return ReviewWork(
        waiting=sum(waiting.values()),
        given=sum(given.values()),
        going_on=len(still_open) - len(waiting),
        closed=len(reviews) - len(still_open),
        unreviewed=unreviewed,
    )


def review_lines(session: Session, project_id: int, person_id: int) -> list[ReviewLine]:
    """The reviews of a project as this person finds them, newest first."""
    ensure_may(session, Action.COMPARE, project_id)
    ensure_self(session, person_id)
    reviews = list_reviews(session, project_id)
    if not reviews:
        return []
    waiting = _waiting(session, _theirs(session, reviews, person_id), person_id)
    query = (
        select(ReviewItem.review_id, func.sum(ReviewItem.given))
        .where(col(ReviewItem.review_id).in_([one.id for one in reviews]))
        .group_by(col(ReviewItem.review_id))
    )
    given = dict(session.exec(query).all())
    return [ReviewLine(one, int(given.get(one.id, 0)), waiting.get(one.id, 0)) for one in reviews]


def _theirs(session: Session, reviews: list[ReviewView], person_id: int) -> list[ReviewView]:
    """Those in which this person gives verdicts."""
    return [one for one in reviews if one.is_open and not why_not(session, Reviewing(one, person_id))]


def _waiting(session: Session, reviews: list[ReviewView], person_id: int) -> dict[int, int]:
    """How many items wait for this person, by review; no review without any."""
    answered = exists().where(
        col(Verdict.item_id) == ReviewItem.id, col(Verdict.person_id) == person_id, *standing(Verdict)
    )
    query = (
        select(ReviewItem.review_id, func.count())
        .where(col(ReviewItem.review_id).in_([one.id for one in reviews]), col(ReviewItem.open), ~answered)
        .group_by(col(ReviewItem.review_id))
    )
    return dict(session.exec(query).all())
