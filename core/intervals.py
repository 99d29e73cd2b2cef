"""Intervals of proportions: how much of a share may be luck."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from core.errors import InvalidInput

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a proportion; both ends lie within 0 and 1."""

    lower: float
    upper: float


def wilson_interval(successes: float, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a proportion, without continuity correction.

    (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), after Wilson, JASA 22 (1927) 209-212; method 3 of
    Newcombe, Statistics in Medicine 17 (1998) 857-872.

    Args:
        successes: 0 to ``n``; halves are allowed, for ties.
        n: Independent trials.
        confidence: Between 0 and 1, both excluded.

    Returns:
        The interval; 0 to 1, so "nothing known", when ``n`` is 0.

    Raises:
        InvalidInput: If a number is outside its range.
    """
    if not 0 <= successes <= n:
        raise InvalidInput(f"{successes:g} successes in {n} trials cannot be: give 0 to {n}.")
    if not 0 < confidence < 1:
        raise InvalidInput(f"A confidence of {confidence:g} cannot be: give a number between 0 and 1.")
    if n == 0:
        return Interval(0.0, 1.0)
    z = z_value(confidence)
    share = successes / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The ends are exactly 0 and 1 at the edges; rounding alone would miss them by 1e-17.
    lower = 0.0 if successes == 0 else (middle - half) / scale
    upper = 1.0 if successes == n else (middle + half) / scale
    return Interval(lower, upper)


def z_value(confidence: float) -> float:
    """The normal quantile of a two-sided confidence: 1.96 for 95 %."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)
