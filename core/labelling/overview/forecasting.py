"""When a project will be done if people go on as in the last days, and how sure that is."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, variance

from core.labelling.progress import DAYS_SHOWN, DayOfWork
from core.labelling.protocol import LabellingProtocol

FEWEST_DAYS = 5
"""Whole days since the first judgment below which nothing is said: a start tells little of a pace."""
SURE = 0.8
"""How often, at least, the day on which it is done lies between the two that are named: weekends, which come
regularly, make the interval somewhat wider than it need be."""
LATEST_DAYS = 730
"""What would be later than this is not known: nobody plans by it."""
WEEK = 7


@dataclass(frozen=True)
class Forecast:
    """When the last judgment will come.

    Attributes:
        left: Judgments that pairs still need.
        a_day: How many came on a day, on the mean of the days looked at; None if too few have passed.
        days: How many days were looked at.
        earliest: With `SURE`, it is done on one of the days from here …
        latest: … to here; None where the pace is too uneven to tell.
    """

    left: int
    a_day: float | None = None
    days: int = 0
    earliest: date | None = None
    latest: date | None = None


def paces_of(worked: Iterable[DayOfWork], protocol: LabellingProtocol, *, today: date) -> list[float]:
    """Judgments that brought the project on, for each whole day since the first, the last being yesterday.

    Days without work are zeros. Where there are weeks, whole ones are taken, so that each day of the week
    weighs the same. Of a day's judgments the protocol's share of gold, shared and repeated pairs is left out.
    """
    judged: Counter[date] = Counter()
    for one in worked:
        judged[one.day] += one.judged
    first = min((day for day in judged if day < today), default=today)
    days = min((today - first).days, DAYS_SHOWN - 1)
    if days > WEEK:
        days -= days % WEEK
    counts = 1 - protocol.gold_rate - protocol.calibration_rate - protocol.retest_rate
    return [counts * judged[today - timedelta(days=back)] for back in range(days, 0, -1)]


def forecast(left: int, paces: Sequence[float], *, today: date) -> Forecast:
    """The days between which ``left`` more judgments will have come.

    Of T days to come the sum lies within T·m ± t·s·√(T + T²/n), with mean m and standard deviation s of n
    days past and Student's t of n - 1 degrees of freedom: the prediction interval of a sum of future values
    (Hahn and Meeker, Statistical Intervals, 1991, section 4.7). The two T at which an end of it is ``left``
    are the roots of (m² - q²/n)·T² - (2·m·left + q²)·T + left² = 0, with q = t·s; where the first factor is
    not above zero, the pace itself may be nothing, and there is no latest day.

    Args:
        left: Judgments that are still needed.
        paces: Judgments of each of the last days, one after the other.
        today: The day that it is; what comes today counts as the first day.
    """
    n = len(paces)
    if n < FEWEST_DAYS or not left:
        return Forecast(left, days=n)
    mean = fmean(paces)
    if mean <= 0:
        return Forecast(left, 0.0, n)
    spread = _quantile(n) ** 2 * variance(paces)
    soonest, last = _roots(mean, spread, left, n)
    day = today - timedelta(days=1)  # a whole day is done at its end
    return Forecast(
        left,
        mean,
        n,
        earliest=None if soonest > LATEST_DAYS else day + timedelta(days=math.ceil(soonest)),
        latest=None if last > LATEST_DAYS else day + timedelta(days=math.ceil(last)),
    )


def _roots(mean: float, spread: float, left: int, n: int) -> tuple[float, float]:
    """The two numbers of days; ``spread`` is q²."""
    square = mean * mean - spread / n
    linear = 2 * mean * left + spread
    root = math.sqrt(max(linear * linear - 4 * square * left * left, 0.0))
    soonest = 2 * left * left / (linear + root)
    return soonest, (linear + root) / (2 * square) if square > 0 else math.inf


def _quantile(n: int) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    return float(stdtrit(n - 1, 0.5 + SURE / 2))
