"""Save blind verdicts, with every count that follows from them."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, exists, func, select, update

from core.access import Action, PersonView, check, ensure_may, permit
from core.db import now
from core.errors import InvalidInput
from core.labelling.judging import Answer, Saved, save_batch
from core.labelling.judgments import standing, withdraw
from core.review.blinding import side_of
from core.review.closing import close_by_rule
from core.review.comparison_queue import lease_until
from core.review.models import Comparison, Review, ReviewItem
from core.review.reviewing import Reviewing, why_not
from core.review.verdict_models import ReviewLease, Verdict, VerdictOutcome
from core.review.views import ReviewView, get_review

TIE = "tie"
LEAST_SKIPS = 2
"""An item that so many people more than it needs have skipped is given to nobody else."""
COUNTED = {
    VerdictOutcome.FIRST: "first_won",
    VerdictOutcome.SECOND: "second_won",
    VerdictOutcome.TIE: "ties",
    VerdictOutcome.BOTH_BAD: "both_bad",
}


@dataclass(frozen=True)
class ReviewProgress:
    """How far a review is: one reviewer's verdicts and skips, everybody's, and how many are planned.

    ``items`` and ``planned`` are of the whole review; ``planned`` is None where every reviewer judges all.
    """

    mine: int
    given: int
    planned: int | None
    items: int
    items_open: int


def save_verdicts(session: Session, actor: PersonView, review: ReviewView, raw: list[Any]) -> Saved:
    """Save a browser's unacknowledged verdicts; sending them again is harmless.

    The review closes in the same transaction where its rule says so.

    Raises:
        NotAllowed: The actor may not compare.
    """
    check(actor, Action.COMPARE, review.project_id)
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can give verdicts.")
    review = get_review(session, review.id)
    reviewing = Reviewing(review, actor.id)
    refusal = why_not(session, reviewing)

    def known_ids(ids: list[str]) -> dict[str, bool]:
        rows = session.exec(select(Verdict.id, Verdict.person_id).where(col(Verdict.id).in_(ids)))
        return {number: person == actor.id for number, person in rows}

    def save(answer: Answer) -> None:
        if refusal:
            raise InvalidInput(f"{refusal} This one was not saved.")
        _save(session, reviewing, answer)

    saved = save_batch(raw, known_ids=known_ids, save=save)
    if saved.fresh:  # raises for a role that was changed meanwhile, and with it goes what was saved
        subject = f"review {review.title}"
        permit(session, actor, Action.COMPARE, subject, review.project_id, verdicts=saved.fresh)
        close_by_rule(session, review)
    return saved


def review_progress(session: Session, reviewing: Reviewing) -> ReviewProgress:
    """How far one reviewer and the whole review are; skips of the reviewer count as given."""
    reviewing.ensure_theirs(session)
    review = reviewing.review
    counts = select(
        func.coalesce(func.sum(ReviewItem.given), 0), func.count().filter(col(ReviewItem.open))
    ).where(ReviewItem.review_id == review.id)
    given, items_open = session.exec(counts).one()
    mine = verdicts_given(session, [review.id], reviewing.person_id).get(review.id, 0)
    return ReviewProgress(mine, int(given), review.planned, review.items, items_open)


def verdicts_given(session: Session, reviews: list[int], person_id: int) -> dict[int, int]:
    """How many verdicts a reviewer has given in each of these, skips included; no review without any."""
    query = (
        select(Verdict.review_id, func.count())
        .where(col(Verdict.review_id).in_(reviews), Verdict.person_id == person_id, *standing(Verdict))
        .group_by(col(Verdict.review_id))
    )
    return dict(session.exec(query).all())


def verdict_count(session: Session, project_id: int) -> int:
    """Verdicts that stand in a project's reviews, skips left out."""
    ensure_may(session, Action.COMPARE, project_id)
    query = (
        select(func.coalesce(func.sum(ReviewItem.given), 0))
        .join(Review, col(Review.id) == ReviewItem.review_id)
        .where(Review.project_id == project_id)
    )
    return int(session.exec(query).one())


def withdraw_doubles(session: Session, kept_id: int, other_id: int) -> None:
    """Of two people who are one: where both judged an item, the kept one's verdict stands alone.

    What the other held is anybody's again, and the kept one holds nothing that either has judged.
    """
    theirs = aliased(Verdict)
    doubled = exists().where(
        col(theirs.item_id) == Verdict.item_id, col(theirs.person_id) == kept_id, *standing(theirs)
    )
    judged = select(Verdict.item_id).where(Verdict.person_id == other_id, *standing(Verdict))
    holder = col(ReviewLease.person_id)
    twice = (holder == kept_id) & col(ReviewLease.item_id).in_(judged)
    session.exec(delete(ReviewLease).where((holder == other_id) | twice))
    query = select(Verdict).where(Verdict.person_id == other_id, *standing(Verdict), doubled)
    for verdict in session.exec(query).all():
        verdict.withdrawn_by = str(uuid4())
        session.add(verdict)
        _count(session, verdict, by=-1)
    session.flush()


def _save(session: Session, reviewing: Reviewing, answer: Answer) -> None:
    comparison = session.get(Comparison, answer.item)
    if comparison is None or comparison.review_id != reviewing.review.id:
        raise InvalidInput(f"Comparison {answer.item} does not belong to “{reviewing.review.title}”.")
    verdict = _row(reviewing, comparison, answer)
    if verdict.outcome == VerdictOutcome.UNDO:
        gone = withdraw(session, verdict, item="comparison_id", noun="verdict", place="on this comparison")
        _count(session, gone, by=-1)
    elif _stands(session, verdict):
        raise InvalidInput("You have already given a verdict here; undo that one to change it.")
    else:
        _count(session, verdict, by=1)
    session.add(verdict)
    _hold(session, reviewing, comparison, again=verdict.outcome == VerdictOutcome.UNDO)
    session.flush()


def _hold(session: Session, reviewing: Reviewing, comparison: Comparison, *, again: bool) -> None:
    """What is judged is held no longer; what is taken back stays with whoever did, where it has room."""
    lease = session.get(ReviewLease, (comparison.item_id, reviewing.person_id))
    if lease is not None:
        session.delete(lease)
        session.flush()
    held = select(func.count()).where(ReviewLease.item_id == comparison.item_id)
    if again and session.get_one(ReviewItem, comparison.item_id).has_room(session.exec(held).one()):
        session.add(lease_until(reviewing, comparison.item_id, comparison.id or 0, now()))


def _row(reviewing: Reviewing, comparison: Comparison, answer: Answer) -> Verdict:
    outcome = _outcome(reviewing, answer)
    asked = reviewing.review.design.asked
    told = outcome not in {VerdictOutcome.SKIP, VerdictOutcome.UNDO}
    passes = _passes(reviewing, answer) if told and asked.quality_bar else {}
    chosen = outcome in {VerdictOutcome.FIRST, VerdictOutcome.SECOND}
    kept = {"id", "reason", "shown_at", "answered_at", "active_ms", "undoes"}
    return Verdict(
        review_id=reviewing.review.id,
        item_id=comparison.item_id,
        comparison_id=answer.item,
        person_id=reviewing.person_id,
        outcome=outcome,
        left=VerdictOutcome(reviewing.left(answer.item)),
        strength=answer.strength if asked.strength and chosen else None,
        axes=_axes(reviewing, answer) if told and asked.axes else None,
        first_passes=passes.get("first"),
        second_passes=passes.get("second"),
        comment=((answer.rationale or "").strip() or None) if asked.comment else None,
        flag=answer.flag,
        **answer.model_dump(include=kept),
    )


def _outcome(reviewing: Reviewing, answer: Answer) -> VerdictOutcome:
    asked = reviewing.review.design.asked
    plain = {VerdictOutcome.SKIP, VerdictOutcome.UNDO}
    if asked.preference:
        plain |= {VerdictOutcome.TIE} if asked.tie else set()
        plain |= {VerdictOutcome.BOTH_BAD} if asked.both_bad else set()
    else:
        plain |= {VerdictOutcome.RATED}
    if answer.outcome in plain:
        return VerdictOutcome(answer.outcome)
    if answer.outcome in set(VerdictOutcome) or not asked.preference:
        raise InvalidInput(f"This review does not ask for “{answer.outcome}”; reload the page.")
    return VerdictOutcome(_side(reviewing, answer, answer.outcome))


def _side(reviewing: Reviewing, answer: Answer, token: str) -> str:
    return side_of(token, str(answer.item), str(reviewing.person_id), reviewing.review.secret)


def _axes(reviewing: Reviewing, answer: Answer) -> dict[str, str]:
    given, wanted = answer.axes or {}, reviewing.review.design.asked.axes
    if missing := [axis for axis in wanted if axis not in given]:
        raise InvalidInput(f"This review asks which is better in {', '.join(missing)} too; answer again.")
    return {axis: TIE if given[axis] == TIE else _side(reviewing, answer, given[axis]) for axis in wanted}


def _passes(reviewing: Reviewing, answer: Answer) -> dict[str, bool]:
    found = {_side(reviewing, answer, token): passes for token, passes in (answer.passes or {}).items()}
    if len(found) < 2:  # noqa: PLR2004 - each of two answers
        raise InvalidInput("This review asks of each answer whether it passes; answer again.")
    return found


def _count(session: Session, verdict: Verdict, *, by: int) -> None:
    """Keep the counts of the item and of the comparison true."""
    skip = verdict.outcome == VerdictOutcome.SKIP
    item = session.get_one(ReviewItem, verdict.item_id)
    item.given += 0 if skip else by
    item.skipped += by if skip else 0
    if item.needed is not None:
        item.open = item.given < item.needed and item.skipped < item.needed + LEAST_SKIPS
    session.add(item)
    changed = {"flags": Comparison.flags + by} if verdict.flag else {}
    if name := COUNTED.get(verdict.outcome):
        changed[name] = getattr(Comparison, name) + by
    if changed:
        found = col(Comparison.id) == verdict.comparison_id
        session.exec(update(Comparison).where(found).values(**changed))


def _stands(session: Session, verdict: Verdict) -> bool:
    query = select(Verdict.id).where(
        Verdict.item_id == verdict.item_id, Verdict.person_id == verdict.person_id, *standing(Verdict)
    )
    return session.exec(query).first() is not None
