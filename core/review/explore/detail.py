"""One item of a review: its texts with what they say differently and copy, and the verdicts on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Person
from core.errors import NotFound
from core.labelling.hashing import keyed
from core.labelling.judgments import standing
from core.review.explore.copied import Measures, Parts, copied, parts_of
from core.review.explore.table import Sight, sight_of
from core.review.models import Comparison, ReviewAnswer, ReviewItem
from core.review.remarks import shown_prompt
from core.review.reviewing import Reviewing
from core.review.verdict_models import Verdict, VerdictOutcome
from core.review.words import apart, cut_at, together, words_in

NEIGHBOURS = 2
"""So many other prompts say whether a beginning is an instruction."""


@dataclass(frozen=True)
class AnswerDetail:
    """An answer, in pieces of which every second one is marked.

    Attributes:
        model: Whose it is; None where that is not told.
        note: What a reader must know of it.
        apart: The marked pieces are what no other answer says at that point.
        copied: The marked pieces stand in the prompt, too.
        measures: Its length, and what it copies.
    """

    model: int | None
    note: str
    apart: list[str]
    copied: list[str]
    measures: Measures


@dataclass(frozen=True)
class GivenVerdict:
    """A standing verdict on two answers of an item.

    Attributes:
        chosen: The number of the model whose answer was found better; None for any other outcome.
        models: The numbers of the two.
        passes: For each of the two whether its answer meets the quality bar; None where it was not asked.
        axes: For each axis the better model's number; None for a tie.
    """

    id: str
    reviewer: str
    person_id: int
    outcome: VerdictOutcome
    chosen: int | None
    models: tuple[int, int]
    strength: int | None
    passes: Mapping[int, bool | None]
    axes: Mapping[str, int | None]
    reason: str | None
    comment: str | None
    flag: str | None
    at: datetime


@dataclass(frozen=True)
class ItemDetail:
    """An item as somebody sees it.

    Attributes:
        parts: The prompt in instruction, body and ending.
        body: The body in pieces; the marked ones stand in an answer, too.
        answers: In the order of models where these are told; else in an order drawn for the person.
        verdicts: None while the review is open.
    """

    id: int
    stratum: str
    parts: Parts
    body: list[str]
    reference: str
    answers: list[AnswerDetail]
    verdicts: list[GivenVerdict] | None


def read_item(session: Session, reviewing: Reviewing, item_id: int) -> ItemDetail:
    """One item, as much of it as this person may see.

    Raises:
        NotFound: The review has no item of this number.
    """
    sight = sight_of(session, reviewing)
    item = session.get(ReviewItem, item_id)
    if item is None or item.review_id != reviewing.review.id:
        raise NotFound(f"“{reviewing.review.title}” has no item number {item_id}.")
    parts = parts_of(shown_prompt(item.prompt, item.beside), _others(session, item))
    rows = session.exec(select(ReviewAnswer).where(ReviewAnswer.item_id == item_id)).all()
    answers, body = _answers(_ordered(reviewing, rows, sight), parts, sight)
    return ItemDetail(
        id=item_id,
        stratum=item.stratum,
        parts=parts,
        body=body,
        reference=item.reference,
        answers=answers,
        verdicts=_verdicts(session, item_id) if sight.verdicts else None,
    )


def _others(session: Session, item: ReviewItem) -> Sequence[str]:
    others = (ReviewItem.review_id == item.review_id, ReviewItem.id != item.id)
    return session.exec(select(ReviewItem.prompt).where(*others).limit(NEIGHBOURS)).all()


def _ordered(reviewing: Reviewing, rows: Sequence[ReviewAnswer], sight: Sight) -> list[ReviewAnswer]:
    """In an order that tells no model, where none is told: another one for each item and person."""
    if sight.models:
        return sorted(rows, key=lambda one: one.model)
    person, secret = str(reviewing.person_id), reviewing.review.secret
    return sorted(rows, key=lambda one: keyed(secret, "explore", str(one.item_id), person, str(one.model)))


def _answers(
    rows: Sequence[ReviewAnswer], parts: Parts, sight: Sight
) -> tuple[list[AnswerDetail], list[str]]:
    words = words_in(parts.body)
    said = [copied(one.text, words) for one in rows]
    only = apart([one.text for one in rows])
    answers = [
        AnswerDetail(
            model=one.model if sight.models else None,
            note=one.note,
            apart=cut_at(one.text, spans),
            copied=cut_at(one.text, found.answer),
            measures=found.measures,
        )
        for one, spans, found in zip(rows, only, said, strict=True)
    ]
    return answers, cut_at(parts.body, together(found.prompt for found in said))


def _verdicts(session: Session, item_id: int) -> list[GivenVerdict]:
    query = (
        select(Verdict, Comparison, Person.name)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .join(Person, col(Person.id) == Verdict.person_id)
        .where(Verdict.item_id == item_id, *standing(Verdict))
        .order_by(col(Verdict.received_at), col(Verdict.id))
    )
    return [_given(*row) for row in session.exec(query)]


def _given(verdict: Verdict, compared: Comparison, reviewer: str) -> GivenVerdict:
    models = {VerdictOutcome.FIRST.value: compared.first, VerdictOutcome.SECOND.value: compared.second}
    return GivenVerdict(
        id=verdict.id,
        reviewer=reviewer,
        person_id=verdict.person_id,
        outcome=verdict.outcome,
        chosen=models.get(verdict.outcome.value),
        models=(compared.first, compared.second),
        strength=verdict.strength,
        passes={compared.first: verdict.first_passes, compared.second: verdict.second_passes},
        axes={axis: models.get(better) for axis, better in (verdict.axes or {}).items()},
        reason=verdict.reason,
        comment=verdict.comment,
        flag=verdict.flag,
        at=verdict.received_at,
    )
