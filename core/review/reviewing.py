"""One person at a review: whether they judge in it, and what they see of a comparison."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import Action, ensure_may, ensure_self
from core.labelling.judging import LastAnswer
from core.labelling.judgments import standing
from core.labelling.queue import Candidate, ShownPair
from core.review.blinding import Side, blind_token, left_side
from core.review.design import HeldOut
from core.review.learned_from import learned_from
from core.review.models import Comparison, OpenLook, ReviewAnswer, Reviewer, ReviewItem
from core.review.remarks import shown_answer, shown_prompt
from core.review.verdict_models import Verdict, VerdictOutcome
from core.review.views import ReviewView


@dataclass(frozen=True)
class Reviewing:
    """One person at one review."""

    review: ReviewView
    person_id: int

    def left(self, comparison_id: int) -> Side:
        """Whose answer stands on the left for this reviewer."""
        return left_side(str(comparison_id), str(self.person_id), self.review.secret)

    def token(self, comparison_id: int, side: Side) -> str:
        """The opaque name of one model's answer in this reviewer's browser."""
        return blind_token(str(comparison_id), str(self.person_id), side, self.review.secret)

    def ensure_theirs(self, session: Session) -> None:
        """Refuse to show it to anybody else, and to whoever may not compare: it would not be blind."""
        ensure_may(session, Action.COMPARE, self.review.project_id)
        ensure_self(session, self.person_id)


def why_not(session: Session, reviewing: Reviewing) -> str:
    """Why this person gives no verdicts in this review, as a sentence; empty where they do."""
    reviewing.ensure_theirs(session)
    review = reviewing.review
    if not review.is_open:
        return f"“{review.title}” is closed: no more verdicts are given."
    if session.get(OpenLook, (review.id, reviewing.person_id)) is not None:
        return "You have looked at whose answers are whose, so no verdict of yours would be blind."
    chosen = set(session.exec(select(Reviewer.person_id).where(Reviewer.review_id == review.id)))
    if chosen and reviewing.person_id not in chosen:
        return "Other people were chosen to review this."
    if review.design.held_out == HeldOut.REQUIRE and reviewing.person_id in learned_from(session, review):
        return (
            "A model that is compared learned from judgments of yours, and this review is for people of whom "
            "that is not so."
        )
    return ""


def last_verdict(session: Session, reviewing: Reviewing) -> LastAnswer | None:
    """The reviewer's latest standing verdict, with its comparison; None before the first."""
    reviewing.ensure_theirs(session)
    query = (
        select(Verdict, Comparison)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(
            Verdict.review_id == reviewing.review.id,
            Verdict.person_id == reviewing.person_id,
            *standing(Verdict),
        )
        .order_by(col(Verdict.received_at).desc(), col(Verdict.answered_at).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    verdict, comparison = row
    tokens = {
        VerdictOutcome.FIRST.value: reviewing.token(comparison.id or 0, "first"),
        VerdictOutcome.SECOND.value: reviewing.token(comparison.id or 0, "second"),
    }
    passes = dict(zip(tokens.values(), (verdict.first_passes, verdict.second_passes), strict=True))
    axes = {axis: tokens.get(better, better) for axis, better in (verdict.axes or {}).items()}
    return LastAnswer(
        verdict.id,
        tokens.get(verdict.outcome.value, verdict.outcome.value),
        show(session, reviewing, [comparison])[0],
        flag=verdict.flag,
        axes=axes or None,
        rationale=verdict.comment,
        passes={token: bool(one) for token, one in passes.items() if one is not None} or None,
    )


def show(session: Session, reviewing: Reviewing, comparisons: list[Comparison]) -> list[ShownPair]:
    """Comparisons as this reviewer sees them: models behind tokens, sides drawn."""
    items = {one.item_id for one in comparisons}
    prompts = {
        row.id: shown_prompt(row.prompt, row.beside)
        for row in session.exec(select(ReviewItem).where(col(ReviewItem.id).in_(items)))
    }
    texts = {
        (row.item_id, row.model): shown_answer(row.text, row.note)
        for row in session.exec(select(ReviewAnswer).where(col(ReviewAnswer.item_id).in_(items)))
    }
    return [_show(one, reviewing, prompts[one.item_id], texts) for one in comparisons]


def _show(row: Comparison, reviewing: Reviewing, prompt: str, texts: dict[tuple[int, int], str]) -> ShownPair:
    number = row.id or 0
    first = Candidate(reviewing.token(number, "first"), texts[row.item_id, row.first])
    second = Candidate(reviewing.token(number, "second"), texts[row.item_id, row.second])
    left, right = (first, second) if reviewing.left(number) == "first" else (second, first)
    return ShownPair(number, str(number), prompt, left=left, right=right)
