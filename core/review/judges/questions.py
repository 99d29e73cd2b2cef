"""Which questions a judge is asked: the comparisons of a review in a fixed order, each in both orders."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from core.access import PersonView, act_as
from core.db import Database
from core.judges import Judge, JudgeCost, Question, both_ways, cost_of_size, question_text
from core.review.judges.models import JudgeVerdict, ReviewJudge
from core.review.models import Comparison, ReviewAnswer, ReviewItem

PAGE = 100
"""Comparisons whose texts are read at once."""


def comparisons_in_order(session: Session, review_id: int, most: int | None) -> list[int]:
    """The comparisons a judge is asked about: all, or the first in the order drawn for the review.

    The order has nothing to do with the answers, nor with which items people have judged.
    """
    query = (
        select(Comparison.id)
        .join(ReviewItem, col(ReviewItem.id) == Comparison.item_id)
        .where(Comparison.review_id == review_id)
        .order_by(col(ReviewItem.shuffle_key), col(Comparison.id))
        .limit(most)
    )
    return [number or 0 for number in session.exec(query)]


def open_questions(session: Session, row: ReviewJudge) -> list[tuple[int, bool]]:
    """Comparison and order of what the judge has not answered yet, in the order of asking."""
    said = select(JudgeVerdict.comparison_id, JudgeVerdict.swapped).where(JudgeVerdict.judge_id == row.id)
    done = set(session.exec(said).all())
    return [
        one
        for number in comparisons_in_order(session, row.review_id, row.most)
        for one in ((number, False), (number, True))
        if one not in done
    ]


def read_questions(db: Database, actor: PersonView, todo: Sequence[tuple[int, bool]]) -> Iterator[Question]:
    """The questions with their texts, read as they are wanted."""
    for place in range(0, len(todo), PAGE):
        some = todo[place : place + PAGE]
        with db.read() as session:
            act_as(session, actor)
            texts = _texts(session, {number for number, _ in some})
        yield from (both_ways(texts[number])[swapped] for number, swapped in some)


def cost_of_questions(
    session: Session, review_id: int, judge: Judge, todo: Sequence[tuple[int, bool]]
) -> JudgeCost:
    """What these questions would cost; the database sums the lengths of their texts."""
    wanted = {number for number, _ in todo}
    sizes = {number: size for number, size in session.exec(_sizes(review_id)) if number in wanted}
    frame = len(question_text(judge, Question(0, "", "", "")))
    return cost_of_size(judge, len(todo), sum(frame + sizes[number] for number, _ in todo))


def _sizes(review_id: int) -> Any:
    first, second = aliased(ReviewAnswer), aliased(ReviewAnswer)
    size = sum(
        (func.length(one) for one in (first.text, second.text, ReviewItem.beside, ReviewItem.reference)),
        start=func.length(ReviewItem.prompt),
    )
    return with_answers(select(Comparison.id, size), first, second).where(Comparison.review_id == review_id)


def _texts(session: Session, numbers: set[int]) -> dict[int, Question]:
    first, second = aliased(ReviewAnswer), aliased(ReviewAnswer)
    columns = select(Comparison.id, ReviewItem, first, second)
    query = with_answers(columns, first, second).where(col(Comparison.id).in_(numbers))
    return {
        number: Question(
            number, item.prompt, _shown(one), _shown(other), beside=item.beside, reference=item.reference
        )
        for number, item, one, other in session.exec(query)
    }


def with_answers(query: Any, first: Any, second: Any) -> Any:
    """A query of comparisons with their items and both answers.

    Args:
        query: What is selected.
        first: An alias of `ReviewAnswer`, for the first model's answer.
        second: Another, for the second's.
    """
    return (
        query.select_from(Comparison)
        .join(ReviewItem, col(ReviewItem.id) == Comparison.item_id)
        .join(first, (first.item_id == Comparison.item_id) & (first.model == Comparison.first))
        .join(second, (second.item_id == Comparison.item_id) & (second.model == Comparison.second))
    )


def _shown(answer: ReviewAnswer) -> str:
    """The answer as people see it, with its note."""
    return f"{answer.text}\n[{answer.note}]" if answer.note else answer.text
