"""What a judge said beside people's verdicts: how often it agrees with them, and what it adds to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import case, func
from sqlmodel import Session, col, select

from core.access import Action, ensure_may
from core.errors import Conflict, NotFound
from core.judges import Choice, SaidState
from core.labelling.judgments import standing
from core.review.judges.models import JudgeVerdict
from core.review.judges.views import JudgeView, get_judge
from core.review.models import Comparison, ReviewItem
from core.review.statistics import (
    EVEN,
    Corrected,
    Estimate,
    Floats,
    Ints,
    JudgeAgreement,
    Votes,
    codes,
    corrected_rate,
    judge_agreement,
    win_rate,
)
from core.review.verdict_models import PREFERRED, Verdict, VerdictOutcome
from core.review.views import ReviewView, get_review

WORTH = {Choice.FIRST: 0.0, Choice.TIE: EVEN, Choice.SECOND: 1.0}
HALVES = {VerdictOutcome.FIRST: 0, VerdictOutcome.SECOND: 2}
"""People's outcomes as halves of a win of the second; any other that counts is one."""
LENGTHS = ("the first answer is longer", "both are equally long", "the second answer is longer")
MOST_SLICES = 50


@dataclass(frozen=True)
class JudgeSlice:
    """How a judge agrees with people on a part of the comparisons."""

    name: str
    agreement: JudgeAgreement


@dataclass(frozen=True)
class JudgeResult:
    """A judge beside people, on one pair of models.

    Attributes:
        first: The number of one model.
        second: That of the other; win rates are this one's.
        judged: Comparisons with a verdict of the judge.
        won: Of these, how many it gave to the first, to neither, and to the second.
        changed: Of these, how many it gave to neither because it changed its mind with the order.
        rate: The second's win rate by the judge alone, ties half.
        people: The same by all of people's verdicts.
        agreement: How often it chooses as people do.
        slices: The same by stratum and by which answer is longer.
        corrected: The win rate of people and judge together, once enough comparisons have both.
    """

    judge: JudgeView
    first: int
    second: int
    judged: int
    won: tuple[int, int, int]
    changed: int | None
    rate: Estimate
    people: Estimate
    agreement: JudgeAgreement
    slices: tuple[JudgeSlice, ...]
    corrected: Corrected

    @property
    def consistency(self) -> float | None:
        """The share of its verdicts that both orders agree on; None where it was asked in one order only."""
        return None if self.changed is None or not self.judged else 1 - self.changed / self.judged


@dataclass(frozen=True)
class _Columns:
    """One pair's comparisons as columns of shape (n,), and people's votes on them by place."""

    strata: list[str]
    longer: Ints
    judged: Floats
    changed: int | None
    votes: Votes


def judge_result(
    session: Session, review: ReviewView, judge_id: int, *, pair: tuple[int, int] = (0, 1)
) -> JudgeResult:
    """What a judge said of one pair of models, beside people's verdicts.

    Raises:
        NotFound: The review has no such judge.
        Conflict: The review is still open: what a judge said could sway whoever judges.
    """
    ensure_may(session, Action.COMPARE, review.project_id)
    judge = ensure_told(session, review, judge_id)
    columns = _columns(session, judge, pair)
    known = columns.judged[~np.isnan(columns.judged)]
    won = tuple(int((known == worth).sum()) for worth in (0.0, EVEN, 1.0))
    return JudgeResult(
        judge=judge,
        first=pair[0],
        second=pair[1],
        judged=len(known),
        won=(won[0], won[1], won[2]),
        changed=columns.changed,
        rate=_rate(known),
        people=win_rate(columns.votes),
        agreement=judge_agreement(columns.votes, columns.judged),
        slices=_slices(columns),
        corrected=corrected_rate(columns.votes, columns.judged),
    )


def ensure_told(session: Session, review: ReviewView, judge_id: int) -> JudgeView:
    """The judge of a closed review.

    Raises:
        NotFound: The review has no such judge.
        Conflict: The review is still open.
    """
    judge = get_judge(session, judge_id)
    if judge.review_id != review.id:
        raise NotFound(f"The review “{review.title}” has no judge number {judge_id}.")
    if get_review(session, review.id).is_open:
        raise Conflict(
            f"What judges said is shown when “{review.title}” closes: before, it could sway who judges."
        )
    return judge


def _columns(session: Session, judge: JudgeView, pair: tuple[int, int]) -> _Columns:
    of_pair = (
        (col(Comparison.review_id) == judge.review_id)
        & (col(Comparison.first) == pair[0])
        & (col(Comparison.second) == pair[1])
    )
    query = select(Comparison.id, Comparison.longer, ReviewItem.stratum).where(of_pair)
    rows = _fetched(
        session, query.join(ReviewItem, col(ReviewItem.id) == Comparison.item_id).order_by(col(Comparison.id))
    )
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    judged, changed = _judged(session, judge, numbers, of_pair)
    return _Columns(
        strata=[row[2] for row in rows],
        longer=np.array([row[1] for row in rows], dtype=np.int64),
        judged=judged,
        changed=changed if judge.is_asked else None,
        votes=_votes(session, numbers, of_pair),
    )


def _judged(session: Session, judge: JudgeView, numbers: Ints, of_pair: Any) -> tuple[Floats, int]:
    """The judge's score of each comparison, NaN without a verdict; and on how many it changed its mind.

    As `core.judges.verdict_of`, worked out by the database: a judge that is asked in both orders has a
    verdict where both have a choice, and has chosen neither where they differ. AutoSxS has one order.
    """
    code = case(*[(col(JudgeVerdict.choice) == one, place) for place, one in enumerate(Choice)])
    query = (
        select(JudgeVerdict.comparison_id, func.min(code), func.max(code))
        .join(Comparison, col(Comparison.id) == JudgeVerdict.comparison_id)
        .where(JudgeVerdict.judge_id == judge.id, JudgeVerdict.state == SaidState.ANSWERED, of_pair)
        .group_by(col(JudgeVerdict.comparison_id))
        .having(func.count() == (2 if judge.is_asked else 1))
    )
    said = np.array([tuple(row) for row in _fetched(session, query)], dtype=np.int64).reshape(-1, 3)
    worth = np.array([WORTH[one] for one in Choice])
    judged = np.full(len(numbers), np.nan)
    alike = said[:, 1] == said[:, 2]
    judged[np.searchsorted(numbers, said[:, 0])] = np.where(alike, worth[said[:, 1]], EVEN)
    return judged, int((~alike).sum())


def _votes(session: Session, numbers: Ints, of_pair: Any) -> Votes:
    """People's verdicts that stand, on these comparisons."""
    halves = case(*[(col(Verdict.outcome) == outcome, half) for outcome, half in HALVES.items()], else_=1)
    query = (
        select(Verdict.comparison_id, Verdict.person_id, halves)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(of_pair, col(Verdict.outcome).in_(PREFERRED), *standing(Verdict))
    )
    rows = np.array([tuple(row) for row in _fetched(session, query)], dtype=np.int64).reshape(-1, 3)
    return Votes(np.searchsorted(numbers, rows[:, 0]), codes(rows[:, 1]), rows[:, 2] / 2)


def _fetched(session: Session, query: Any) -> Sequence[Any]:
    """Rows past the session, whose own cost twice as much."""
    return session.connection().execute(query).all()


def _rate(known: Floats) -> Estimate:
    """The judge's own win rate: one reviewer who has seen each comparison once."""
    n = len(known)
    found = win_rate(Votes(np.arange(n), np.zeros(n, dtype=np.int64), known))
    return replace(found, method="By the judge alone; how good a judge it is, is no part of the interval.")


def _slices(columns: _Columns) -> tuple[JudgeSlice, ...]:
    by_length = np.sign(columns.longer) + 1
    parts = [(name, by_length == side) for side, name in enumerate(LENGTHS)]
    strata = np.array(columns.strata, dtype=object)
    names = sorted(set(columns.strata) - {""})
    parts += [(name, strata == name) for name in names[:MOST_SLICES]]
    found = []
    for name, within in parts:
        votes = columns.votes.only(within[columns.votes.item])
        agreement = judge_agreement(votes, columns.judged)
        if agreement.items:
            found.append(JudgeSlice(name, agreement))
    return tuple(found)
