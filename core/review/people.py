"""The people of a review: who could give verdicts, who gives them, and how far each of them is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import IS_HERE, Action, Person, ensure_may, views_of
from core.db import now, numbered
from core.labelling.judgments import standing
from core.review.learned_from import learned_from
from core.review.models import OpenLook
from core.review.verdict_models import ReviewLease, Verdict, VerdictOutcome
from core.review.views import ReviewView, reviewers_of


@dataclass(frozen=True)
class ReviewerLine:
    """One person's part in a review; nothing of it tells what they said.

    Attributes:
        chosen: Whether they are among those who review now; of a review that is open to all, everybody is.
        verdicts: Verdicts that stand, skips left out.
        latest: When the latest came; None before the first.
        holds: Comparisons that are theirs now, until ``until``: then others find them.
        learned_from: Whether a compared model learned from their judgments.
        looked: Whether they have seen whose answers are whose before the close.
    """

    person_id: int
    name: str
    chosen: bool
    verdicts: int
    skipped: int
    latest: datetime | None
    holds: int
    until: datetime | None
    learned_from: bool
    looked: bool


def who_may_review(session: Session, project_id: int) -> dict[int, str]:
    """Number and name of the people of a project who may give verdicts, by name."""
    ensure_may(session, Action.DESIGN_REVIEW, project_id)
    rows = session.exec(select(Person).where(*IS_HERE).order_by(Person.name)).all()
    return {
        one.id: one.name
        for one in views_of(session, rows)
        if one.id is not None and not one.paused and one.may(Action.COMPARE, project_id)
    }


def ensure_people(session: Session, reviewers: Iterable[int]) -> None:
    """Refuse to choose somebody who does not exist.

    Raises:
        NotFound: The number is nobody's.
    """
    for number in reviewers:
        numbered(session, Person, number, called="person")


def reviewer_lines(session: Session, review: ReviewView) -> list[ReviewerLine]:
    """Everybody who reviews or has reviewed, by name; seven queries, however many they are."""
    may = who_may_review(session, review.project_id)
    chosen = set(reviewers_of(session, review)) or set(may)
    given = _given(session, review)
    held = _held(session, review)
    taught = learned_from(session, review)
    looks = select(OpenLook.person_id).where(OpenLook.review_id == review.id)
    looked = set(session.exec(looks))
    wanted = chosen | set(given) | looked
    names = session.exec(select(Person).where(col(Person.id).in_(wanted)).order_by(Person.name)).all()
    nothing: tuple[int, int, datetime | None] = (0, 0, None)
    lines = []
    for row in names:
        number = row.id or 0
        verdicts, skipped, latest = given.get(number, nothing)
        holds, until = held.get(number, (0, None))
        lines.append(
            ReviewerLine(
                person_id=number,
                name=row.name,
                chosen=number in chosen,
                verdicts=verdicts,
                skipped=skipped,
                latest=latest,
                holds=holds,
                until=until,
                learned_from=number in taught,
                looked=number in looked,
            )
        )
    return lines


def _given(session: Session, review: ReviewView) -> dict[int, tuple[int, int, datetime]]:
    """Verdicts, skips and the time of the latest, by person."""
    skip = col(Verdict.outcome) == VerdictOutcome.SKIP
    query = (
        select(
            Verdict.person_id,
            func.count().filter(~skip),
            func.count().filter(skip),
            func.max(col(Verdict.received_at)),
        )
        .where(Verdict.review_id == review.id, *standing(Verdict))
        .group_by(col(Verdict.person_id))
    )
    return {person: (verdicts, skips, latest) for person, verdicts, skips, latest in session.exec(query)}


def _held(session: Session, review: ReviewView) -> dict[int, tuple[int, datetime]]:
    """How many comparisons are held, and until when, by person."""
    query = (
        select(ReviewLease.person_id, func.count(), func.max(col(ReviewLease.expires_at)))
        .where(ReviewLease.review_id == review.id, col(ReviewLease.expires_at) >= now())
        .group_by(col(ReviewLease.person_id))
    )
    return {person: (count, until) for person, count, until in session.exec(query)}
