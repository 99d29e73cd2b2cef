"""How much a curve jitters around what it does, and which of its points are spikes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats

Indices = NDArray[np.intp]

SPIKE = 8.0  # times the local noise that a spike sticks out at least
SPIKE_SHARE = 0.1  # of the range of the rest of the curve, likewise
TAIL = 3.0  # degrees of freedom of the heaviest noise that is still noise
CHANCE = 0.006  # that such noise alone would have a gap as wide between its spikes and the rest
MOST_SPIKES = 0.05  # of all points
STRAY = 3.0  # times the noise: what lies further out counts as this far out
FEW_JUMPS = 8  # differences other than 0: so few make no noise of a curve that is constant otherwise
TRIMMED = 0.8, 0.5586  # share of smallest sizes, and what their mean is for standard normal variables
TRIMMED_OF_FEW = 0.6, 0.3966  # likewise where one step is a large share of the points
FEW = 30
FEWEST_BESIDE = 3  # values that may stand for a side
JUMPS = 9  # neighbouring differences whose median is the local noise
LASTING, LASTING_WIDTH = (128, 40), 7  # parts in whose means a lasting spike shows, up to three of them
MOST_RHO = 0.8


@dataclass(frozen=True, slots=True)
class Noise:
    """What jitters.

    Attributes:
        sd: Standard deviation of one value around the curve.
        rho: How much neighbours go together, 0 to 0.8, as of a first-order autoregression.
    """

    sd: float
    rho: float

    @property
    def inflation(self) -> float:
        """How much more a mean of many neighbours varies than if they were independent."""
        return (1 + self.rho) / (1 - self.rho)


def noise_of(values: Floats) -> Noise:
    """Tell noise from trend by what a value differs from the middle of its neighbours.

    The pseudo-residuals of Gasser, Sroka and Jennen-Steinmetz (Biometrika 73 (1986) 625) take no part of a
    straight trend and little of a bent one. At distance h they have the variance s²(1-rʰ)(3-rʰ)/2 if
    neighbours correlate by r, so the ratio of two distances gives r. The smaller ones among their sizes stand
    for all: a step and the strays of heavy tails are among the larger.

    Args:
        values: Finite, shape (n,), n ≥ 5.
    """
    near, far = (_spread(pseudo_residuals(values, distance)) for distance in (1, 2))
    if near == 0:
        return Noise(0.0, 0.0)
    rhos = np.linspace(0, MOST_RHO, 81)
    ratios = (1 + rhos) * (3 - rhos**2) / (3 - rhos)
    rho = float(np.interp((far / near) ** 2, ratios, rhos))
    return Noise(near / float(np.sqrt((1 - rho) * (3 - rho) / 2)), rho)


def pseudo_residuals(values: Floats, distance: int) -> Floats:
    """What values differ from the middle of two neighbours at a distance, shape (n - 2·distance,)."""
    return values[distance:-distance] - (values[: -2 * distance] + values[2 * distance :]) / 2


def _spread(values: Floats) -> float:
    """Standard deviation from the smaller sizes, so that neither a step nor a stray counts."""
    sizes = np.abs(values)
    share, unit = TRIMMED if len(sizes) >= FEW else TRIMMED_OF_FEW
    usual = smallest_mean(sizes, share) / unit
    if usual or np.count_nonzero(sizes) <= FEW_JUMPS:
        return usual
    return float(np.sqrt(np.mean(sizes**2)))  # zeros and ones, say: mostly zero, and yet noise


def smallest_mean(sizes: Floats, share: float) -> float:
    """The mean of the smallest among some sizes."""
    few = max(1, int(share * len(sizes)))
    return float(np.partition(sizes, few - 1)[:few].mean())


def running_median(values: Floats, width: int) -> Floats:
    """The median of ``width`` (odd) neighbours; at the ends, of those there are in half as wide a window."""
    half = width // 2
    padded = np.concatenate([values[half:0:-1], values, values[-2 : -half - 2 : -1]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    return np.partition(windows, half, axis=1)[:, half]


def sides(values: Floats, width: int) -> tuple[Floats, Floats]:
    """The median of the ``width`` values before each and after each; the value itself where few are."""
    middle = running_median(values, width)
    reach = width // 2 + 1
    before, after = np.roll(middle, reach), np.roll(middle, -reach)
    before[0], after[-1] = values[0], values[-1]
    for i in range(1, min(width, len(values))):
        before[i] = np.median(values[:i]) if i >= FEWEST_BESIDE else values[i]
        after[-1 - i] = np.median(values[-i:]) if i >= FEWEST_BESIDE else values[-1 - i]
    return before, after


def spikes_of(values: Floats, width: int, sd: float) -> Indices:
    """Find the values that stick out of what goes before and of what comes after on the same side.

    A step, a drop at the start and a rise at the end stick out of one side only. As with Hampel's filter
    (Davies and Gather, JASA 88 (1993) 782) the sides are medians. Heavy-tailed noise has strays of its own:
    of a tail that falls as x to the -3, the k-th largest is r times the next with probability r^(-3k); a
    gap that is less likely than ``CHANCE`` parts spikes from noise.

    Args:
        values: Finite, shape (n,).
        width: How many values stand for a side, odd; a spike is at most half as long.
        sd: The noise.
    """
    before, after = sides(values, width)
    low, high = np.minimum(before, after), np.maximum(before, after)
    size = np.maximum(values - high, 0) + np.maximum(low - values, 0)
    rest = values[size <= SPIKE * sd] if sd else before
    local = running_median(np.abs(np.diff(values, append=values[-1])), JUMPS)
    unit = np.maximum(np.maximum(local, sd), SPIKE_SHARE * float(np.ptp(rest)) / SPIKE)
    ratio = size / np.where(unit > 0, unit, np.inf if not size.any() else float(size.max()) / SPIKE / 2)
    many = max(2, int(MOST_SPIKES * len(values)) + 2)
    order = np.argpartition(-ratio, many - 1)[:many]
    order = order[np.argsort(-ratio[order], kind="stable")]
    largest = ratio[order]
    gaps = largest[:-1] / np.maximum(largest[1:], 1.0)
    noise_has = CHANCE ** (-1 / (TAIL * np.arange(1, len(order))))
    parted = np.flatnonzero((largest[:-1] >= SPIKE) & (gaps >= noise_has))
    return np.sort(order[: parted[-1] + 1]) if len(parted) else order[:0]


def clipped(values: Floats, sd: float, width: int) -> Floats:
    """The values with strays drawn in to three times the noise around their sides.

    The first and the last value have one side only: they may be as far from their three neighbours as these
    are apart, and three times the noise of all others further.
    """
    before, after = sides(values, width)
    low, high = np.minimum(before, after), np.maximum(before, after)
    room = np.full(len(values), STRAY * sd)
    room[[0, -1]] = STRAY * min(sd, noise_of(values[1:-1]).sd)
    for end, near in ((0, values[1:4]), (-1, values[-4:-1])):
        apart = float(np.ptp(near))
        low[end], high[end] = near.min() - apart, near.max() + apart
    return np.clip(values, low - room, high + room)


def without_spikes(values: Floats, width: int) -> tuple[Floats, Indices, Indices]:
    """Take spikes out of a curve: single points first, then those that last, up to a fourteenth of the curve.

    Returns:
        The values with straight lines in place of spikes, shape (n,), the points of these, and of each spike
        the one furthest off.
    """
    single = spikes_of(values, width, noise_of(values).sd)
    clean = bridged(values, single)
    inside = [np.arange(*run) for run in _runs(single)]
    for parts in LASTING:
        size = len(values) // parts
        if size > 1:
            means = clean[: parts * size].reshape(parts, size).mean(axis=1)
            runs = _runs(spikes_of(means, LASTING_WIDTH, noise_of(means).sd))
            lasting = [np.arange(max(a - 1, 0) * size, min((b + 1) * size, len(values))) for a, b in runs]
            clean = bridged(clean, np.concatenate([*lasting, single[:0]]))
            inside += lasting
    off = np.abs(values - clean)
    peaks = [int(points[np.argmax(off[points])]) for points in inside]
    return clean, np.concatenate([*inside, single[:0]]), np.unique(np.array(peaks, dtype=np.intp))


def bridged(values: Floats, left_out: Indices) -> Floats:
    """The values with straight lines in place of some."""
    every = np.arange(len(values))
    kept = np.delete(every, left_out)
    return np.interp(every, kept, values[kept]) if len(left_out) else values


def _runs(indices: Indices) -> list[tuple[int, int]]:
    """Begin and end, past the last, of each run of consecutive ones."""
    runs = np.split(indices, np.flatnonzero(np.diff(indices) > 1) + 1)
    return [(int(run[0]), int(run[-1]) + 1) for run in runs if len(run)]
