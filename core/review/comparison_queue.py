"""Which comparisons a reviewer is given: leased for some minutes, sides and pairs of models drawn by lot."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, delete, exists, or_, select

from core.db import now
from core.errors import NotAllowed
from core.labelling.hashing import SHUFFLE_BITS, draw
from core.labelling.judgments import standing
from core.labelling.queue import ShownPair
from core.review.models import Comparison, ReviewItem
from core.review.reviewing import Reviewing, show, why_not
from core.review.verdict_models import ReviewLease, Verdict
from core.review.views import get_review

TERM = timedelta(minutes=10)
"""How long a comparison stays with a reviewer who does nothing."""
START = -1  # before every shuffle key


def assign_comparisons(session: Session, reviewing: Reviewing, *, ahead: int) -> list[ShownPair]:
    """The next comparisons of a reviewer, up to ``ahead``; each is theirs for ten minutes.

    Where an item needs k verdicts, no more than k people have answered it or hold it. Everybody goes along
    one shuffled order, so that items have all their verdicts early; of more than two models the pair with
    the fewest verdicts is taken, and among equals it is drawn by reviewer and item. Nobody is asked about one
    item twice.

    Raises:
        NotAllowed: This person gives no verdicts here; the sentence says why.
    """
    review = get_review(session, reviewing.review.id)  # the page may hold it as it was before
    reviewing = Reviewing(review, reviewing.person_id)
    if why := why_not(session, reviewing):
        raise NotAllowed(why)
    moment = now()
    mine = (col(ReviewLease.review_id) == review.id, col(ReviewLease.person_id) == reviewing.person_id)
    over = or_(col(ReviewLease.expires_at) < moment, col(ReviewLease.expires_at) > moment + 2 * TERM)
    session.exec(delete(ReviewLease).where(col(ReviewLease.review_id) == review.id, over, ~and_(*mine)))
    held = {lease.item_id: lease for lease in session.exec(select(ReviewLease).where(*mine))}
    for lease in held.values():
        lease.expires_at = moment + TERM
    items = _along(session, reviewing, ahead - len(held))
    for item_id, comparison_id in _choose(session, reviewing, items).items():
        session.add(lease_until(reviewing, item_id, comparison_id, moment))
    session.flush()
    return held_comparisons(session, reviewing)


def lease_until(reviewing: Reviewing, item_id: int, comparison_id: int, moment: datetime) -> ReviewLease:
    """A comparison that is a reviewer's from this moment until its term has run out."""
    return ReviewLease(
        item_id=item_id,
        person_id=reviewing.person_id,
        review_id=reviewing.review.id,
        comparison_id=comparison_id,
        expires_at=moment + TERM,
    )


def held_comparisons(session: Session, reviewing: Reviewing) -> list[ShownPair]:
    """What a reviewer holds, in the review's order, as their browser shows it."""
    reviewing.ensure_theirs(session)
    query = (
        select(Comparison)
        .join(ReviewLease, col(ReviewLease.comparison_id) == Comparison.id)
        .join(ReviewItem, col(ReviewItem.id) == Comparison.item_id)
        .where(ReviewLease.review_id == reviewing.review.id, ReviewLease.person_id == reviewing.person_id)
        .order_by(col(ReviewItem.shuffle_key))
    )
    return show(session, reviewing, list(session.exec(query)))


def leave_review(session: Session, reviewing: Reviewing) -> None:
    """Give back what a reviewer holds, so that others find it at once."""
    reviewing.ensure_theirs(session)
    release(session, reviewing.review.id, reviewing.person_id)


def release(session: Session, review_id: int, person_id: int) -> None:
    """What this person holds of a review is anybody's again."""
    mine = (col(ReviewLease.review_id) == review_id, col(ReviewLease.person_id) == person_id)
    session.exec(delete(ReviewLease).where(*mine))


def _along(session: Session, reviewing: Reviewing, count: int) -> list[int]:
    """The next items for a person: from where they stopped, then from the beginning."""
    if count <= 0:
        return []
    start = _where_stopped(session, reviewing)
    found = _stretch(session, reviewing, count, col(ReviewItem.shuffle_key) > start)
    if len(found) < count:
        found += _stretch(session, reviewing, count - len(found), col(ReviewItem.shuffle_key) <= start)
    return found


def _stretch(session: Session, reviewing: Reviewing, count: int, where: ColumnElement[bool]) -> list[int]:
    mine = col(Verdict.person_id) == reviewing.person_id
    answered = exists().where(col(Verdict.item_id) == ReviewItem.id, mine, *standing(Verdict))
    lease = col(ReviewLease.item_id) == ReviewItem.id
    held = exists().where(lease, col(ReviewLease.person_id) == reviewing.person_id)
    places = select(func.count()).select_from(ReviewLease).where(lease).correlate(ReviewItem)
    free = or_(
        col(ReviewItem.needed).is_(None),
        col(ReviewItem.given) + places.scalar_subquery() < col(ReviewItem.needed),
    )
    query = (
        select(ReviewItem.id)
        .where(ReviewItem.review_id == reviewing.review.id, col(ReviewItem.open), where)
        .where(~answered, ~held, free)
        .order_by(col(ReviewItem.shuffle_key))
        .limit(count)
    )
    return [number or 0 for number in session.exec(query)]


def _where_stopped(session: Session, reviewing: Reviewing) -> int:
    """The place of the latest verdict, so that a step does not pass over everything answered before.

    Where everybody judges everything, each begins at a place of their own: few verdicts of many people then
    cover much.
    """
    query = (
        select(ReviewItem.shuffle_key)
        .join(Verdict, col(Verdict.item_id) == ReviewItem.id)
        .where(Verdict.review_id == reviewing.review.id, Verdict.person_id == reviewing.person_id)
        .order_by(col(Verdict.received_at).desc())
        .limit(1)
    )
    stopped = session.exec(query).first()
    if stopped is not None:
        return stopped
    everything = reviewing.review.design.per_item is None
    return draw("start", reviewing.review.id, reviewing.person_id, bits=SHUFFLE_BITS) if everything else START


def _choose(session: Session, reviewing: Reviewing, items: list[int]) -> dict[int, int]:
    """Of each item the comparison that this person is asked about."""
    by_item: defaultdict[int, list[Comparison]] = defaultdict(list)
    for one in session.exec(select(Comparison).where(col(Comparison.item_id).in_(items))):
        by_item[one.item_id].append(one)

    def place(one: Comparison) -> tuple[int, int]:
        given = one.first_won + one.second_won + one.ties + one.both_bad
        return given, draw("pair", reviewing.person_id, one.id, bits=SHUFFLE_BITS)

    return {item: min(by_item[item], key=place).id or 0 for item in items}
