"""What each method of consensus makes of a project's votes, in a few figures."""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality import ConsensusMethod, Share, VoteTable, consensus_by, gold_accuracy

BINS = 10
LEAST, MOST = 0.5, 1.0


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
