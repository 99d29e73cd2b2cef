"""Where a curve began to grow without bound, and whether it does nothing but wave."""

import numpy as np

from core.curves.curve import Floats
from core.curves.findings.noise import noise_of

GROWN = 1.5  # times all it covered before: what growth without bound has reached at least
STRONG = 20.0  # times the noise, likewise
SEEN = 4.0  # times the noise that the last value but one has grown: a single last one may be a stray
LATE = 0.12  # of its growth: what it had at most done by the middle of the curve
BENT = 0.36  # time from a half to the end by that from a tenth; 0.30 if exponential, 0.56 if straight
FEWEST_GROWN, FEW_GROWN = 2, 6  # values past a tenth of the growth: one shows none, few show it coarsely
EVEN = 0.3  # of the growth of a few values: what the last of them adds if they are a line
AT_END = 0.7  # of all it covers: what lies between the lowest value and the last
FEWEST_IN_PART, MOST_PARTS, FEWEST_PARTS = 4, 40, 12
FEWEST_WIDER = 3  # parts, each swinging wider
SHARE_OF_WAVE = 0.6  # of all that is no straight trend: what one frequency has in a wave
CHANCE = 1e-4  # that noise without colour has as much
FEWEST_WAVES = 2.4
TREND = 0.75  # of the variance: with more the curve goes somewhere for all its waves


def runaway_from(values: Floats) -> int | None:
    """The index from which on a curve grows without bound, up or down.

    It does if it ends far beyond all that it covered before and gets there ever faster: an exponential needs
    0.30 of the time from a tenth of its growth to the end for its second half, a straight line 0.56.

    Args:
        values: Finite, shape (n,), n ≥ 10.
    """
    half = values[: max(6, len(values) // 2)]
    sd = noise_of(half).sd
    for series in (values, -values):
        begun = _grows(series, sd)
        if begun is not None and not _is_line(series[begun:]):
            return begun
    return None


def swings_wider_from(values: Floats) -> int | None:
    """The index from which on a curve swings ever wider: by how far its parts are off at most.

    Args:
        values: Finite, without spikes, shape (n,), n ≥ 10.
    """
    half = values[: max(6, len(values) // 2)]
    off = values - float(np.median(half))
    size = max(FEWEST_IN_PART, len(off) // MOST_PARTS)
    count = len(off) // size
    if count < FEWEST_PARTS:
        return None
    left = len(off) - count * size  # parts are counted from the end
    begun = _grows(np.abs(off[left:]).reshape(count, size).max(axis=1), noise_of(half).sd)
    return None if begun is None or count - begun < FEWEST_WIDER else left + begun * size


def _is_line(grown: Floats) -> bool:
    """Whether a few values climb to the last in even steps: no leap."""
    return len(grown) <= FEW_GROWN and float(grown[-1] - grown[-2]) < EVEN * float(grown[-1] - grown[0])


def _grows(series: Floats, sd: float) -> int | None:
    """The index from which on a series grows upward without bound."""
    low, count = int(np.argmin(series)), len(series)
    growth = float(series[-1] - series[low])
    before = float(np.ptp(series[: low + 1]))
    if growth <= max(GROWN * before, STRONG * sd, AT_END * float(np.ptp(series)), 0.0):
        return None
    progress = (series - series[low]) / growth
    half, tenth = (int(np.flatnonzero(progress <= share)[-1]) + 1 for share in (0.5, 0.1))
    early = float(np.median(progress[count // 2 - 1 : count // 2 + 2]))
    if early > LATE or progress[-2] * growth < SEEN * sd:
        return None
    grown = count - tenth
    return None if grown < FEWEST_GROWN or count - half > BENT * grown + 1 else tenth


def is_wave(x: Floats, values: Floats) -> bool:
    """Whether one frequency of three or more waves carries most of what is no straight trend.

    Fisher's test of the largest ordinate of a periodogram (Proc. R. Soc. A 125 (1929) 54), here for two
    adjacent ones, for the frequency need not be a whole number.

    Args:
        x: Where the values are, 0 to 1, shape (m,).
        values: Shape (m,), m ≥ 10.
    """
    start, slope = np.polynomial.polynomial.polyfit(x, values, 1)
    rest = values - start - slope * x
    if float(rest @ rest) <= (1 - TREND) * float(np.sum((values - values.mean()) ** 2)):
        return False
    power = np.abs(np.fft.rfft(rest))[1:] ** 2
    pairs = power[:-1] + power[1:]
    at, many = int(np.argmax(pairs)), len(power)
    needed = max(SHARE_OF_WAVE, 1 - (CHANCE / many**2) ** (1 / max(many - 2, 1)))
    waves = float((at + 1) * power[at] + (at + 2) * power[at + 1]) / float(pairs[at])
    return waves > FEWEST_WAVES and float(pairs[at]) > needed * float(power.sum())
