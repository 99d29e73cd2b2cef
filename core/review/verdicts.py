"""Save blind verdicts, unblind, and count them."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, check, ensure_may, ensure_self, permit
from core.errors import Conflict, InvalidInput
from core.labelling.judging import Answer, Saved, save_batch
from core.labelling.judgments import standing, withdraw
from core.review.blinding import side_of
from core.review.comparison_queue import Reviewing, told_apart
from core.review.models import Comparison, Unblinding, Verdict, VerdictOutcome
from core.review.prepare import ComparisonSetView

UNBLINDED = "You have unblinded this comparison, so a new verdict would not be blind; it was not saved."


@dataclass(frozen=True)
class ReviewProgress:
    """How far one reviewer is, and whether he has seen which answers are whose."""

    given: int
    comparisons: int
    unblinded: bool


def save_verdicts(
    session: Session, actor: PersonView, comparison_set: ComparisonSetView, raw: list[Any]
) -> Saved:
    """Save a browser's unacknowledged verdicts; sending them again is harmless.

    Raises:
        NotAllowed: The actor may not compare.
    """
    check(actor, Action.COMPARE, comparison_set.project_id)
    if actor.id is None:
        raise InvalidInput("Only a person who has picked a name can give verdicts.")
    reviewing = Reviewing(comparison_set, actor.id)
    blind = session.get(Unblinding, (comparison_set.id, actor.id)) is None

    def known_ids(ids: list[str]) -> dict[str, bool]:
        rows = session.exec(select(Verdict.id, Verdict.person_id).where(col(Verdict.id).in_(ids)))
        return {number: person == actor.id for number, person in rows}

    def save(answer: Answer) -> None:
        if not blind:
            raise InvalidInput(UNBLINDED)
        _save(session, reviewing, answer)

    saved = save_batch(raw, known_ids=known_ids, save=save)
    if saved.fresh:  # raises for a role that was changed meanwhile, and with it goes what was saved
        subject = f"comparison {comparison_set.title}"
        permit(session, actor, Action.COMPARE, subject, comparison_set.project_id, verdicts=saved.fresh)
    return saved


def unblind(session: Session, actor: PersonView, comparison_set: ComparisonSetView) -> None:
    """Let a reviewer see which answers are whose; it cannot be taken back.

    Raises:
        Conflict: The reviewer has given no verdict yet.
        NotAllowed: The actor may not compare.
    """
    subject = f"comparison {comparison_set.title}"
    permit(session, actor, Action.COMPARE, subject, comparison_set.project_id, unblinded=True)
    if actor.id is None or not verdicts_given(session, [comparison_set.id], actor.id):
        raise Conflict("Give at least one verdict first; after unblinding none of yours would be blind.")
    if session.get(Unblinding, (comparison_set.id, actor.id)) is None:
        session.add(Unblinding(set_id=comparison_set.id, person_id=actor.id))


def review_progress(session: Session, comparison_set: ComparisonSetView, person_id: int) -> ReviewProgress:
    """How many verdicts a reviewer has given, skips included, of how many comparisons."""
    ensure_may(session, Action.COMPARE, comparison_set.project_id)
    ensure_self(session, person_id)
    return ReviewProgress(
        given=verdicts_given(session, [comparison_set.id], person_id).get(comparison_set.id, 0),
        comparisons=comparison_set.comparisons,
        unblinded=session.get(Unblinding, (comparison_set.id, person_id)) is not None,
    )


def _save(session: Session, reviewing: Reviewing, answer: Answer) -> None:
    row = session.get(Comparison, answer.item)
    if row is None or row.set_id != reviewing.comparison_set.id:
        raise InvalidInput(f"Comparison {answer.item} does not belong to “{reviewing.comparison_set.title}”.")
    verdict = _row(reviewing, answer)
    if verdict.outcome == VerdictOutcome.UNDO:
        withdraw(session, verdict, item="comparison_id", noun="verdict", place="on this comparison")
    elif _stands(session, verdict):
        raise InvalidInput("You have already given a verdict here; undo that one to change it.")
    session.add(verdict)
    session.flush()


def _row(reviewing: Reviewing, answer: Answer) -> Verdict:
    fields = answer.model_dump(exclude={"item", "outcome"})
    return Verdict(
        set_id=reviewing.comparison_set.id,
        comparison_id=answer.item,
        person_id=reviewing.person_id,
        outcome=_outcome(reviewing, answer),
        left=VerdictOutcome(reviewing.left(answer.item)),
        **fields,
    )


def _outcome(reviewing: Reviewing, answer: Answer) -> VerdictOutcome:
    if answer.outcome in {VerdictOutcome.TIE, VerdictOutcome.SKIP, VerdictOutcome.UNDO}:
        return VerdictOutcome(answer.outcome)
    return VerdictOutcome(
        side_of(answer.outcome, str(answer.item), str(reviewing.person_id), reviewing.comparison_set.secret)
    )


def _stands(session: Session, verdict: Verdict) -> bool:
    query = select(Verdict.id).where(
        Verdict.comparison_id == verdict.comparison_id,
        Verdict.person_id == verdict.person_id,
        *standing(Verdict),
    )
    return session.exec(query).first() is not None


def verdicts_given(session: Session, sets: list[int], person_id: int) -> dict[int, int]:
    """How many verdicts a reviewer has given in each of these sets, skips included; no set without any."""
    query = (
        select(Verdict.set_id, func.count())
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(
            col(Verdict.set_id).in_(sets), Verdict.person_id == person_id, told_apart(), *standing(Verdict)
        )
        .group_by(col(Verdict.set_id))
    )
    return dict(session.exec(query).all())
