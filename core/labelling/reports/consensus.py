"""What each method of consensus makes of a project's votes, and the noise floor that the votes leave."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Select, case
from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.labelling.judgments import Judgment, standing
from core.labelling.models import IN_SPECIAL_POOL, Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.quality import (
    ConsensusMethod,
    NoiseFloor,
    Share,
    VoteTable,
    consensus_by,
    floor_of,
    gold_accuracy,
)
from core.labelling.quality.agreement import IntervalEstimate, percent_agreement

BINS = 10
LEAST, MOST = 0.5, 1.0
NOT_FOR_GOLD = (Purpose.REGULAR, Purpose.RETURNED, Purpose.CALIBRATION)
"""Why somebody judged a pair before an adjudicator made it gold."""


@dataclass(frozen=True, slots=True)
class ConsensusSummary:
    """One method's outcome.

    Attributes:
        chosen: Pairs whose votes come to a candidate.
        undecided: Judged pairs whose votes come to none.
        mean_confidence: Over the chosen ones; None if there is none.
        confidence_histogram: Chosen pairs by confidence, in ten equal steps from 0.5 to 1.
        gold: Gold pairs on which the choice is right; None if none has one.
        gold_confidence: The mean confidence on these: as high as the share where it means what it says.
    """

    chosen: int
    undecided: int
    mean_confidence: float | None
    confidence_histogram: tuple[int, ...]
    gold: Share | None
    gold_confidence: float | None


def consensus_summaries(votes: VoteTable) -> dict[ConsensusMethod, ConsensusSummary]:
    """Every method that can be applied: weighing needs somebody who has answered a gold pair."""
    can_weigh = bool(gold_accuracy(votes))
    return {
        method: _summary(method, votes)
        for method in ConsensusMethod
        if can_weigh or method != ConsensusMethod.WEIGHTED
    }


def _summary(method: ConsensusMethod, votes: VoteTable) -> ConsensusSummary:
    found = consensus_by(method, votes).values()
    known = votes.gold[np.unique(votes.pair, return_index=True)[1]]
    gold = [
        (one.choice == right, one.confidence)
        for one, right in zip(found, known.tolist(), strict=True)
        if one.choice is not None and right in (0, 1)
    ]
    sure = np.array([one.confidence for one in found if one.choice is not None], dtype=np.float64)
    bins, _ = np.histogram(sure.clip(LEAST, MOST), bins=BINS, range=(LEAST, MOST))
    return ConsensusSummary(
        chosen=len(sure),
        undecided=len(found) - len(sure),
        mean_confidence=float(sure.mean()) if len(sure) else None,
        confidence_histogram=tuple(bins.tolist()),
        gold=Share(sum(right for right, _ in gold), len(gold)) if gold else None,
        gold_confidence=float(np.mean([confidence for _, confidence in gold])) if gold else None,
    )


def measured_noise_floor(session: Session, project: ProjectView) -> NoiseFloor | None:
    """The lowest rank loss to expect from these labels; None before two people have chosen on some pair.

    From the same pairs as in the quality report, the calibration pool's only where no other is shared. As
    consensus does, it counts choices that came with a file as well; the report leaves them out.
    """
    return floor_of(measured_agreement(session, project))


def measured_agreement(session: Session, project: ProjectView) -> IntervalEstimate:
    """How often two people chose the same, ties left out, of all pairs that two or more have chosen on.

    It is that of `measured_noise_floor`. Pairs whose votes stand even count, which no frozen set has.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    counts = _counts(session, project)
    ordinary = [row for pool, *row in counts if pool != Pool.CALIBRATION]
    ordinary += [[*votes, 1] for votes in session.connection().execute(_before_gold(project))]
    agreed = _agreement(ordinary)
    if not agreed.n:
        agreed = _agreement([row for pool, *row in counts if pool == Pool.CALIBRATION])
    return agreed


def _counts(session: Session, project: ProjectView) -> list[tuple[Pool, int, int, int]]:
    """How many pairs of a pool have how many votes for each candidate, of pairs with two at least."""
    choices = col(Pair.votes_0) + col(Pair.votes_1)
    columns = (col(Pair.pool), col(Pair.votes_0), col(Pair.votes_1))
    query = (
        select(*columns, func.count())
        .where(Pair.project_id == project.id, choices > 1, col(Pair.pool) != Pool.GOLD)
        .group_by(*columns)
    )
    return [(pool, first, second, pairs) for pool, first, second, pairs in session.exec(query)]


def _agreement(rows: list[list[int]]) -> IntervalEstimate:
    """How far choices agree on pairs; each row is votes for candidate 0, for candidate 1, and pairs."""
    counts = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return percent_agreement(np.repeat(counts[:, :2], counts[:, 2], axis=0))


def _before_gold(project: ProjectView) -> Select[Any]:
    """How often each candidate of a gold pair was chosen by people to whom it was a pair like any other."""
    chosen = [
        func.sum(case((col(Judgment.outcome) == outcome, 1), else_=0))
        for outcome in (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1)
    ]
    return (
        select(*chosen)
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .where(
            Pair.project_id == project.id,
            Pair.pool == Pool.GOLD,
            IN_SPECIAL_POOL,
            col(Pair.settled).is_not(None),
            col(Judgment.purpose).in_(NOT_FOR_GOLD),
            col(Judgment.is_retest).is_(False),
            *standing(Judgment),
        )
        .group_by(col(Judgment.pair_id))
    )
