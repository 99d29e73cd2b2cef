"""A curve made ready to be read: in bins, weighed by their noise, with the fits that speak for each shape."""

from dataclasses import dataclass

import numpy as np

from core.curves.curve import Floats
from core.curves.findings.monotone import Fit, monotone, turning, two_levels
from core.curves.findings.noise import (
    MOST_RHO,
    TRIMMED,
    Indices,
    Noise,
    clipped,
    noise_of,
    pseudo_residuals,
    smallest_mean,
)
from core.curves.findings.smooth_forms import SmoothFits, bent_lines, smooth_fits

MOST_BINS = 128
LEAST_NOISE = 1e-4  # of the range: below it nothing is seen on a chart
QUIETEST = 0.25  # of the noise of the whole: less is not believed of a part
BLOCK, MOST_BLOCKS = 25, 8  # points by which the noise of a part is measured, at least; parts, at most
FREE = 4  # parameters of a simple curve
RHO_BIAS = 3.0  # times the bias of a lag-one autocorrelation that is added back, for fits follow slow noise
MISFIT = 3.5  # times the variance that a hill leaves: no simple curve is near, so the hill is taken
MUCH = 1.3  # times the noise of the differences: no simple curve is near, so its residuals tell no rho
FOLLOWED = 0.9  # the most that neighbouring residuals are held to go together


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """What a curve of n points without its spikes comes to in m bins.

    Attributes:
        points: Its values, strays drawn in, shape (n,).
        noise: What jitters.
        first: The index of each bin's first point, shape (m,).
        x: Where on the way from the first to the last step each bin is, 0 to 1, shape (m,).
        bins: The means, shape (m,).
        level: The error of a level curve, as all errors in variances of the noise.
        straight: The nearest curve that never turns.
        direction: Where that goes, 1 or -1.
        bent: The nearest that turns once.
        top: 1 if that is a hill, -1 if it is a valley.
        step: The nearest of two levels.
        smooth: The nearest smooth ones.
        scale: The variance that ``bent`` leaves over, as a multiple of the noise's, 1 or more.
    """

    points: Floats
    noise: Noise
    first: Indices
    x: Floats
    bins: Floats
    level: float
    straight: Fit
    direction: int
    bent: Fit
    top: int
    step: Fit
    smooth: SmoothFits
    scale: float


def gather(way: Floats, values: Floats, width: int) -> Evidence:
    """Bin a curve and fit it.

    Args:
        way: Where each point is, 0 to 1, shape (n,).
        values: Without spikes, shape (n,), n ≥ 10.
        width: How many points stand for a side of a stray.
    """
    rough = noise_of(values)
    floor = LEAST_NOISE * float(np.ptp(values))
    points = clipped(values, max(rough.sd, floor), width)
    size = -(-len(points) // MOST_BINS)
    edges = np.linspace(0, len(points), len(points) // size + 1).round().astype(np.intp)
    first, sizes = edges[:-1], np.diff(edges)
    bins, x = (np.add.reduceat(one, first) / sizes for one in (points, way))
    sd = np.maximum(_local(points, rough, (first + edges[1:]) / 2), floor)
    noise = _beside_simple(rough, x, bins, 1 / sd**2) if size == 1 else rough
    sd = np.maximum(sd * (noise.sd / rough.sd if rough.sd else 1.0), floor)
    weights = sizes / (sd**2 * noise.inflation)
    straight, direction = min(((monotone(bins, weights, sign), sign) for sign in (1, -1)), key=_error)
    bent, top = min(((turning(bins, weights, sign), sign) for sign in (1, -1)), key=_error)
    return Evidence(
        points,
        noise,
        first,
        x,
        bins,
        float(weights @ (bins - weights @ bins / weights.sum()) ** 2),
        straight,
        direction,
        bent,
        top,
        two_levels(bins, weights, _margin(bins)),
        smooth_fits(x, bins, weights),
        _left_over(bins - bent.values, weights),
    )


def _error(fitted: tuple[Fit, int]) -> float:
    return fitted[0].error


def _margin(bins: Floats) -> int:
    """The fewest bins of a level that a step leads to or from."""
    return max(2, len(bins) // 12)


def _beside_simple(noise: Noise, x: Floats, values: Floats, weights: Floats) -> Noise:
    """The noise around the nearest of some simple curves, where that is less than the differences show.

    In few points what a curve does looks like noise of which neighbours go together.
    """
    if noise.sd == 0:
        return noise
    step = two_levels(values, weights, _margin(values)).values
    fits = [smooth_fits(x, values, weights).best, step, bent_lines(x, values, weights)]
    left = min(((values - fit) * np.sqrt(weights) for fit in fits), key=lambda one: float(one @ one))
    free = min((turning(values, weights, sign) for sign in (1, -1)), key=lambda fit: fit.error)
    count, total = len(values), float(left @ left)
    if total / max(count - FREE, FREE) > MISFIT * free.error / _freedom(count):
        left = (values - free.values) * np.sqrt(weights)
        total = free.error * max(count - FREE, FREE) / _freedom(count)
    if total == 0:
        return Noise(0.0, 0.0)
    rho = float(left[1:] @ left[:-1]) / total
    rho += RHO_BIAS * (1 + 4 * max(rho, 0.0)) / count  # Marriott and Pope, Biometrika 41 (1954) 390
    sd = noise.sd * float(np.sqrt(total / max(count - FREE, FREE)))
    rho = rho if sd < MUCH * noise.sd else min(rho, noise.rho)
    return Noise(min(sd, noise.sd), float(np.clip(rho, 0, MOST_RHO)))


def _local(points: Floats, noise: Noise, where: Floats) -> Floats:
    """The noise at some indices of the points: it may be larger at the start than at the end."""
    residuals = np.abs(pseudo_residuals(points, 1))
    blocks = int(np.clip(len(residuals) // BLOCK, 1, MOST_BLOCKS))
    if blocks == 1 or noise.sd == 0:
        return np.full(len(where), noise.sd)
    parts = np.array_split(np.arange(len(residuals)), blocks)
    spread = [smallest_mean(residuals[part], TRIMMED[0]) for part in parts]
    unit = TRIMMED[1] * np.sqrt((1 - noise.rho) * (3 - noise.rho) / 2)
    local: Floats = np.interp(where, [part.mean() + 1 for part in parts], np.array(spread) / unit)
    return np.clip(local, QUIETEST * noise.sd, None)


def _freedom(count: int) -> float:
    """What a hill leaves free of so many bins: either leg has about as many levels as their logarithm."""
    return float(max(count - 2 * np.log(count) - 3, 3))


def _left_over(residuals: Floats, weights: Floats) -> float:
    """How many times the noise's variance residuals show, the going together of neighbours counted."""
    weighed = residuals * np.sqrt(weights)
    total, count = float(weighed @ weighed), len(weighed)
    if total == 0:
        return 1.0
    rho = float(np.clip(weighed[1:] @ weighed[:-1] / total, 0, FOLLOWED))
    return max(1.0, total / _freedom(count) * (1 + rho) / (1 - rho))
