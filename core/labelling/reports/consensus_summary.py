"""What each method of consensus makes of a project's votes, in a few figures."""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality import ConsensusMethod, VoteTable, consensus_by, gold_accuracy

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
    """

    chosen: int
    undecided: int
    mean_confidence: float | None
    confidence_histogram: tuple[int, ...]


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
    sure = np.array([one.confidence for one in found if one.choice is not None], dtype=np.float64)
    bins, _ = np.histogram(sure.clip(LEAST, MOST), bins=BINS, range=(LEAST, MOST))
    return ConsensusSummary(
        chosen=len(sure),
        undecided=len(found) - len(sure),
        mean_confidence=float(sure.mean()) if len(sure) else None,
        confidence_histogram=tuple(bins.tolist()),
    )
