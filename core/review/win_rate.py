"""How often the tuned model wins, with the interval that says how much of it may be luck."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from core.errors import InvalidInput

CONFIDENCE = 0.95
FEWEST = (
    20  # below it Wilson's interval is a little too sure of itself near 0 and 1: 5 of 5 would exclude even
)
WANTED_MARGIN = 0.05  # a win rate known to within five points settles most questions


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval of a proportion; both ends lie within 0 and 1."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class WinRate:
    """How often the tuned model won.

    Attributes:
        base: Verdicts for the base model.
        tuned: Verdicts for the tuned model.
        ties: Verdicts for neither.
        n: All verdicts.
        rate: (tuned + ties / 2) / n, or None without verdicts.
        interval: Wilson's 95 % interval of the rate; 0 to 1 without verdicts.
        still_needed: How many more verdicts would bring the interval to about ± 5 points.
        sentence: The result in words.
    """

    base: int
    tuned: int
    ties: int
    n: int
    rate: float | None
    interval: Interval
    still_needed: int
    sentence: str


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
    z = _z(confidence)
    share = successes / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The ends are exactly 0 and 1 at the edges; rounding alone would miss them by 1e-17.
    lower = 0.0 if successes == 0 else (middle - half) / scale
    upper = 1.0 if successes == n else (middle + half) / scale
    return Interval(lower, upper)


def verdicts_for_margin(margin: float = WANTED_MARGIN, confidence: float = CONFIDENCE) -> int:
    """How many verdicts bring an even win rate's interval to ± ``margin``: z²·¼ / margin², rounded up."""
    return math.ceil(_z(confidence) ** 2 * 0.25 / margin**2)


def win_rate(base: int, tuned: int, ties: int) -> WinRate:
    """The tuned model's win rate over blind verdicts.

    A tie counts as half a win for either model, so that 50 % means "even" whether people tie often or
    seldom, and no verdict is thrown away. Half wins vary less than whole ones, so with ties the interval
    is a little wider than it need be, never too narrow. It takes verdicts as independent: several people's
    verdicts on the same comparison tell less than as many comparisons would.

    Raises:
        InvalidInput: If a count is negative.
    """
    if min(base, tuned, ties) < 0:
        raise InvalidInput(f"Verdicts cannot be negative: {base} base, {tuned} tuned, {ties} ties.")
    n = base + tuned + ties
    wins = tuned + ties / 2
    interval = wilson_interval(wins, n)
    needed = max(0, verdicts_for_margin() - n)
    sentence = _sentence(wins, n, ties=ties, interval=interval, needed=needed)
    return WinRate(base, tuned, ties, n, wins / n if n else None, interval, needed, sentence)


def _z(confidence: float) -> float:
    """The normal quantile of a two-sided confidence: 1.96 for 95 %."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _sentence(wins: float, n: int, *, ties: int, interval: Interval, needed: int) -> str:
    """The result as a person may read it out."""
    if n == 0:
        return f"No verdicts yet; about {needed} would tell the win rate to within 5 points."
    noun = "verdict" if n == 1 else "verdicts"
    counted = ", ties counted half" if ties else ""
    bounds = f"95 % interval {_percents(interval)} %"
    share = f"The tuned model won {wins / n:.0%} of {n:,} {noun}{counted}".replace("%", " %")
    return f"{share} ({bounds}): {_meaning(interval, n)}."


def _percents(interval: Interval) -> str:
    """The ends in per cent; with a decimal where rounding would hide on which side of even they lie."""
    ends = (interval.lower * 100, interval.upper * 100)
    digits = 1 if 50 in [round(end) for end in ends] else 0  # noqa: PLR2004 - per cent, even
    return "\N{EN DASH}".join(f"{end:.{digits}f}" for end in ends)


def _meaning(interval: Interval, n: int) -> str:
    """What the interval says about the question "is the tuned model better?"."""
    if interval.lower > 0.5 or interval.upper < 0.5:  # noqa: PLR2004 - even
        word = "better" if interval.lower > 0.5 else "worse"  # noqa: PLR2004 - even
        return (
            f"{word} than the base model" if n >= FEWEST else f"perhaps {word}, but too few verdicts to tell"
        )
    if n < verdicts_for_margin():
        return "not yet distinguishable from even"
    apart = max(0.5 - interval.lower, interval.upper - 0.5) * 100
    return f"about even; any difference is probably below {math.ceil(apart)} points"
