"""One vote, and the numbers that stand for its answer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.labelling.models import Outcome

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TIE = 2
CLASSES = 3
UNKNOWN = -1
CANDIDATES = {Outcome.CANDIDATE_0: 0, Outcome.CANDIDATE_1: 1}
CODES = {outcome: CANDIDATES.get(outcome, TIE) for outcome in Outcome if outcome.counts}
"""Every answer that counts and names no candidate is a tie here: which of two bad texts is better is open."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's standing answer on one pair.

    Attributes:
        pair: The pair's id.
        person: The person's id.
        outcome: A candidate, a tie or that both are bad; skips and undos are no votes.
        left: Which candidate stood on the left; None if it is not on record.
        active_ms: Milliseconds the person was active on the pair; None if not measured.
        longer: Which candidate has more characters; None if they have equally many.
        gold: The pair's known right answer; None if it is no gold pair.
    """

    pair: int
    person: int
    outcome: Outcome
    left: int | None = None
    active_ms: int | None = None
    longer: int | None = None
    gold: Outcome | None = None
