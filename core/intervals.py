"""Intervals of proportions: how much of a share may be luck."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from core.errors import InvalidInput

CONFIDENCE = 0.95
MOST_DIGITS = 6


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
    return _wilson(successes / n, n, z_value(confidence))


def mean_interval(mean: float, variance: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    """The interval of a mean of independent values between 0 and 1: Wilson's, with an effective number.

    Values that vary less than zeros and ones with the same mean tell more: so many of them weigh as much as
    n·m(1-m)/s² zeros and ones (Kish, Survey Sampling (1965), section 8.2: the design effect). Values that
    are zeros and ones have Wilson's interval of n - 1. Unlike a bootstrap's, the interval does not shrink to
    a point where all values are alike, and it covers 93 to 97 % from 20 values on.

    Args:
        mean: Between 0 and 1.
        variance: The sample variance of the values, with n - 1 below the line.
        n: How many values, at least one; or `as_few` of them.
        confidence: Between 0 and 1, both excluded.
    """
    mean = min(max(mean, 0.0), 1.0)
    effective = n * mean * (1 - mean) / variance if variance > 0 and 0 < mean < 1 else n
    return _wilson(mean, effective, z_value(confidence))


def as_few(n: int, confidence: float = CONFIDENCE) -> float:
    """As how many values n count where there may be few, and their variance is itself a matter of luck.

    n·(z/t)², with Student's t of n - 1 degrees of freedom for the normal quantile: Korn and Graubard, Survey
    Methodology 24 (1998) 193-201. Without it a coin's interval on three values lies above one half in 9 % of
    cases instead of 2.5 %.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    return n * (z_value(confidence) / float(stdtrit(max(n - 1, 1), 0.5 + confidence / 2))) ** 2


def _wilson(share: float, n: float, z: float) -> Interval:
    """The formula of `wilson_interval` for any number of trials above zero."""
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The ends are exactly 0 and 1 at the edges; rounding alone would miss them by 1e-17.
    lower = 0.0 if share == 0 else (middle - half) / scale
    upper = 1.0 if share == 1 else (middle + half) / scale
    return Interval(lower, upper)


def z_value(confidence: float) -> float:
    """The normal quantile of a two-sided confidence: 1.96 for 95 %."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def percents(*shares: float, beside: float) -> str:
    """Shares in per cent, with the decimals that it takes to see on which side of a limit each lies.

    Args:
        shares: One, or the two ends of an interval.
        beside: The limit, between 0 and 1.
    """
    digits = 0
    while digits < MOST_DIGITS and any(_hidden(share, beside, digits) for share in shares):
        digits += 1
    return "\N{EN DASH}".join(f"{100 * share:.{digits}f}" for share in shares)


def _hidden(share: float, beside: float, digits: int) -> bool:
    """Whether rounding makes a share seem to be the limit, or to lie on its other side."""
    shown, limit = float(f"{100 * share:.{digits}f}"), 100 * beside
    return share != beside and (shown == limit or (shown > limit) != (share > beside))
