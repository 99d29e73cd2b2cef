"""What a judge said beside people's verdicts: how often it agrees with them, and what it adds to them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from core.access import Action, ensure_may
from core.errors import Conflict, NotFound
from core.judges import Choice, SaidState, verdict_of
from core.labelling.judgments import standing
from core.review.judges.models import JudgeVerdict
from core.review.judges.views import JudgeView, get_judge
from core.review.models import Comparison, ReviewItem
from core.review.statistics import (
    EVEN,
    Corrected,
    Estimate,
    JudgeAgreement,
    Votes,
    codes,
    corrected_rate,
    judge_agreement,
    win_rate,
)
from core.review.verdict_models import PREFERRED, Verdict, VerdictOutcome
from core.review.views import ReviewView, get_review

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
WORTH = {Choice.FIRST: 0.0, Choice.TIE: EVEN, Choice.SECOND: 1.0}
PEOPLES: dict[str, float] = {VerdictOutcome.FIRST: 0.0, VerdictOutcome.SECOND: 1.0}
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
    query = (
        select(Comparison.id, Comparison.longer, ReviewItem.stratum)
        .join(ReviewItem, col(ReviewItem.id) == Comparison.item_id)
        .where(Comparison.review_id == judge.review_id)
        .where(Comparison.first == pair[0], Comparison.second == pair[1])
        .order_by(col(Comparison.id))
    )
    rows = session.exec(query).all()
    place = {number or 0: n for n, (number, _, _) in enumerate(rows)}
    judged, changed = _judged(session, judge, place)
    return _Columns(
        strata=[stratum for _, _, stratum in rows],
        longer=np.array([longer for _, longer, _ in rows], dtype=np.int64),
        judged=judged,
        changed=changed if judge.is_asked else None,
        votes=_votes(session, judge.review_id, place),
    )


def _judged(session: Session, judge: JudgeView, place: dict[int, int]) -> tuple[Floats, int]:
    """The judge's score of each comparison, NaN without a verdict; and on how many it changed its mind.

    A judge that is asked in both orders has a verdict where both have a choice; AutoSxS has one order.
    """
    query = select(JudgeVerdict.comparison_id, JudgeVerdict.swapped, JudgeVerdict.choice).where(
        JudgeVerdict.judge_id == judge.id, JudgeVerdict.state == SaidState.ANSWERED
    )
    said: dict[int, dict[bool, Choice | None]] = {}
    for number, swapped, choice in session.exec(query):
        if number in place:
            said.setdefault(number, {})[swapped] = Choice(choice) if choice else None
    judged, changed = np.full(len(place), np.nan), 0
    for number, one in said.items():
        straight = one.get(False)
        verdict, agreed = verdict_of(straight, one.get(True) if judge.is_asked else straight)
        if verdict is not None:
            judged[place[number]] = WORTH[verdict]
            changed += agreed is False
    return judged, changed


def _votes(session: Session, review_id: int, place: dict[int, int]) -> Votes:
    """People's verdicts that stand, on these comparisons."""
    query = select(Verdict.comparison_id, Verdict.person_id, Verdict.outcome).where(
        Verdict.review_id == review_id, col(Verdict.outcome).in_(PREFERRED), *standing(Verdict)
    )
    rows = [row for row in session.exec(query) if row[0] in place]
    people = np.array([person for _, person, _ in rows], dtype=np.int64)
    return Votes(
        item=np.array([place[number] for number, _, _ in rows], dtype=np.int64),
        reviewer=codes(people),
        score=np.array([PEOPLES.get(outcome, EVEN) for _, _, outcome in rows], dtype=np.float64),
    )


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
