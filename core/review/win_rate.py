"""How often the tuned model wins, with the interval that says how much of it may be luck."""

import math
from dataclasses import dataclass

from core.errors import InvalidInput
from core.intervals import CONFIDENCE, Interval, percents, wilson_interval, z_value

FEWEST = 20
"""Below it Wilson's interval is a little too sure of itself near 0 and 1: 5 of 5 would exclude even."""
EVEN = 0.5
WANTED_MARGIN = 0.05  # a win rate known to within five points settles most questions
FOR_MARGIN = math.ceil(z_value(CONFIDENCE) ** 2 * 0.25 / WANTED_MARGIN**2)
"""How many verdicts bring an even win rate's interval to that margin: z²·¼ / margin², rounded up."""


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
    needed = max(0, FOR_MARGIN - n)
    sentence = _sentence(wins, n, ties=ties, interval=interval, needed=needed)
    return WinRate(base, tuned, ties, n, wins / n if n else None, interval, needed, sentence)


def _sentence(wins: float, n: int, *, ties: int, interval: Interval, needed: int) -> str:
    """The result as a person may read it out."""
    if n == 0:
        return f"No verdicts yet; about {needed} would tell the win rate to within 5 points."
    noun = "verdict" if n == 1 else "verdicts"
    counted = ", ties counted half" if ties else ""
    decided = not interval.lower <= EVEN <= interval.upper
    share = percents(wins / n, beside=EVEN) if decided else f"{100 * wins / n:.0f}"
    bounds = f"95 % interval {percents(interval.lower, interval.upper, beside=EVEN)} %"
    return f"The tuned model won {share} % of {n:,} {noun}{counted} ({bounds}): {_meaning(interval, n)}."


def _meaning(interval: Interval, n: int) -> str:
    """What the interval says about the question "is the tuned model better?"."""
    if not interval.lower <= EVEN <= interval.upper:
        word = "better" if interval.lower > EVEN else "worse"
        return (
            f"{word} than the base model" if n >= FEWEST else f"perhaps {word}, but too few verdicts to tell"
        )
    if n < FOR_MARGIN:
        return "not yet distinguishable from even"
    apart = max(EVEN - interval.lower, interval.upper - EVEN) * 100
    return f"about even; any difference is probably below {math.ceil(apart)} points"
