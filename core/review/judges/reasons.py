"""What a judge said of single comparisons, with its reasons: where people differ, or it gave nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.access import Action, ensure_may
from core.judges import Choice, SaidState
from core.review.judges.beside import ensure_told
from core.review.judges.models import JudgeVerdict
from core.review.judges.questions import with_answers
from core.review.models import Comparison, ReviewAnswer, ReviewItem
from core.review.views import ReviewView

MOST_WORDS = 50


class ReasonsWanted(StrEnum):
    """Which of a judge's verdicts are wanted."""

    AGAINST = "against people"
    CHANGED = "changed with the order"
    WITHOUT = "without a choice"


@dataclass(frozen=True)
class JudgeReasons:
    """What a judge said of one comparison.

    Attributes:
        models: The numbers of the two models, as their answers stand.
        people: People's verdicts: for the first, for neither, for the second.
        choices: The judge's, in the order of the models and swapped; None where it gave none.
        reasons: What it said, likewise; where there is no choice, why.
    """

    comparison_id: int
    prompt: str
    models: tuple[int, int]
    answers: tuple[str, str]
    people: tuple[int, int, int]
    choices: tuple[Choice | None, Choice | None]
    reasons: tuple[str, str]


def judge_reasons(
    session: Session, review: ReviewView, judge_id: int, which: ReasonsWanted, *, limit: int = MOST_WORDS
) -> list[JudgeReasons]:
    """What a judge said of some comparisons, with its reasons.

    Raises:
        NotFound: The review has no such judge.
        Conflict: The review is still open.
    """
    ensure_may(session, Action.COMPARE, review.project_id)
    judge = ensure_told(session, review, judge_id)
    straight, swapped = aliased(JudgeVerdict), aliased(JudgeVerdict)
    first, second = aliased(ReviewAnswer), aliased(ReviewAnswer)
    wanted: Any = (Comparison, ReviewItem.prompt, first.text, second.text, straight, swapped)
    query = (
        with_answers(select(*wanted), first, second)
        .outerjoin(straight, _of(straight, judge.id, swapped=False))
        .outerjoin(swapped, _of(swapped, judge.id, swapped=True))
        .where(Comparison.review_id == review.id, _wanted(which, straight, swapped))
        .order_by(col(ReviewItem.shuffle_key), col(Comparison.id))
        .limit(limit)
    )
    return [_word(*row) for row in session.exec(query)]


def _of(one: Any, judge_id: int, *, swapped: bool) -> Any:
    return (one.comparison_id == Comparison.id) & (one.judge_id == judge_id) & (one.swapped.is_(swapped))


def _wanted(which: ReasonsWanted, straight: Any, swapped: Any) -> Any:
    if which is ReasonsWanted.WITHOUT:
        return or_(straight.state != SaidState.ANSWERED, swapped.state != SaidState.ANSWERED)
    if which is ReasonsWanted.CHANGED:
        return straight.choice != swapped.choice
    # AutoSxS has one order; a judge that changed its mind has chosen neither.
    chosen = or_(swapped.choice.is_(None), swapped.choice == straight.choice)
    ahead = col(Comparison.second_won) - col(Comparison.first_won)
    return chosen & or_(
        (straight.choice == Choice.FIRST) & (ahead > 0), (straight.choice == Choice.SECOND) & (ahead < 0)
    )


def _word(
    comparison: Comparison,
    prompt: str,
    one: str,
    other: str,
    straight: JudgeVerdict | None,
    swapped: JudgeVerdict | None,
) -> JudgeReasons:
    said = (straight, swapped)
    return JudgeReasons(
        comparison_id=comparison.id or 0,
        prompt=prompt,
        models=(comparison.first, comparison.second),
        answers=(one, other),
        people=(comparison.first_won, comparison.ties + comparison.both_bad, comparison.second_won),
        choices=(_choice(said[0]), _choice(said[1])),
        reasons=(_reason(said[0]), _reason(said[1])),
    )


def _choice(said: JudgeVerdict | None) -> Choice | None:
    return said.choice if said else None


def _reason(said: JudgeVerdict | None) -> str:
    return "" if said is None else said.trouble or said.reasons
