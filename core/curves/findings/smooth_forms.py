"""Smooth curves that go one way: which of them fit, and whether these still move at their end."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats

STILL = 0.04  # of the whole way: what the last quarter covers of a curve that still moves
LEVEL = 0.05  # of the whole way: no further from its end a curve is level
BROAD = 0.125  # of the curve: from a tenth to nine tenths of its way, no step is as wide
KNOTS = 201
MEETINGS = 9  # places where two legs may meet


@dataclass(frozen=True, eq=False, slots=True)
class SmoothFits:
    """What smooth curves make of the bins.

    Attributes:
        errors: Each one's weighted sum of squares, shape (curves,).
        last_quarter: How much of its way each covers in its last quarter, shape (curves,).
        level_from: Where, 0 to 1, the nearest is level from.
        broad: The least error of those that are no step.
        best: The nearest, at each bin.
    """

    errors: Floats
    last_quarter: Floats
    level_from: float
    broad: float
    best: Floats

    @property
    def error(self) -> float:
        """The least."""
        return float(self.errors.min())

    def moving(self, scale: float) -> float:
        """How likely it still moves, 0 to 1: the weight of evidence of the curves that do (Akaike weights).

        Args:
            scale: How large an error chance makes for each bin.
        """
        odds = np.exp((self.error - self.errors) / (2 * scale))
        return float(odds[self.last_quarter >= STILL].sum() / odds.sum())


def _forms(x: Floats) -> Floats:
    """All the curves at x, shape (curves, m): exponentials, powers, logarithms, sigmoids, ramps."""
    rows = [-np.expm1(-x / tau) for tau in np.geomspace(0.004, 2, 20)]
    rows += [1 - (1 + x / bend) ** -power for bend in (0.003, 0.01, 0.03, 0.1, 0.3) for power in (0.5, 1, 2)]
    rows += [x**power for power in (0.35, 0.5, 0.7, 1, 1.4, 2, 3, 5)]
    rows += [np.log1p(bend * x) for bend in (1, 3, 10, 30, 100, 1000)]
    for middle in np.linspace(0.1, 0.9, 9):
        rows += [np.tanh((x - middle) / width) for width in (0.02, 0.06, 0.15, 0.3)]
    for begin in (0.0, 0.15, 0.3, 0.45, 0.6, 0.75):
        rows += [np.clip((x - begin) / (end - begin), 0, 1) for end in np.arange(begin + 0.1, 1.01, 0.1)]
    return np.array(rows)


@cache
def _ways() -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Of each curve: what its last quarter covers, where it is level from, whether it is broad."""
    knots = np.linspace(0, 1, KNOTS)
    forms = _forms(knots)
    way = (forms - forms[:, :1]) / (forms[:, -1:] - forms[:, :1])
    between = (way < 0.9).sum(axis=1) - (way < 0.1).sum(axis=1)  # noqa: PLR2004 - nine tenths
    last_quarter = 1 - way[:, 3 * KNOTS // 4]
    return last_quarter, knots[np.argmax(way >= 1 - LEVEL, axis=1)], between >= BROAD * KNOTS


def smooth_fits(x: Floats, values: Floats, weights: Floats) -> SmoothFits:
    """Fit level and height of every smooth curve by weighted least squares.

    Args:
        x: Where the bins are, 0 to 1, rising, shape (m,).
        values: Shape (m,).
        weights: One over the variance of each, shape (m,).
    """
    last_quarter, level_from, broad = _ways()
    mean = weights / weights.sum()
    forms = _forms(x)
    centred = forms - (forms @ mean)[:, None]
    off = values - values @ mean
    products = centred @ (weights * off)
    squares = np.maximum((centred**2) @ weights, np.finfo(float).tiny)
    errors = np.maximum(float(weights @ off**2) - products**2 / squares, 0)
    best = int(np.argmin(errors))
    nearest = values @ mean + centred[best] * (products[best] / squares[best])
    return SmoothFits(errors, last_quarter, float(level_from[best]), float(errors[broad].min()), nearest)


def bent_lines(x: Floats, values: Floats, weights: Floats) -> Floats:
    """The nearest curve of two legs, straight or square, that meet at one of some places; shape (m,)."""
    root = np.sqrt(weights)
    fits = []
    for at in np.linspace(0.1, 0.9, MEETINGS):
        for power in (1, 2):
            legs = np.column_stack(
                [np.ones(len(x)), np.minimum(x - at, 0) ** power, np.maximum(x - at, 0) ** power]
            )
            fits.append(legs @ np.linalg.lstsq(legs * root[:, None], values * root, rcond=None)[0])
    return min(fits, key=lambda fit: float(weights @ (values - fit) ** 2))
