"""Decide, with care for noise, whether a curve moved and whether it still moves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_POINTS = 10  # with fewer nothing is claimed
SURE = 3.0  # standard errors between the ends of a curve that moved
SURE_SLOPE = 4.0  # standard errors of the last quarter's slope; more, for it may rest on five points
MOVING = 0.05  # of the curve's range: what the last quarter must cover to be worth mentioning
LEVEL = 0.10  # of the curve's range: what it may at most have covered to have levelled off


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a curve went: direction 1, -1 or 0 for no clear change; the ends to quote; its median."""

    direction: int
    start: float
    end: float
    middle: float


def movement(values: Floats) -> Movement:
    """Compare the medians of a curve's first and last tenth with its noise.

    The noise s comes from the differences of neighbours, of which a trend takes little part (root mean
    square / √2; von Neumann, Ann. Math. Stat. 12 (1941) 367). A median of k points has the variance πs²/2k,
    two have πs²/k; the curve moved if its ends are more than three such standard errors apart. Of curves
    that are noise alone (normal or Student's t with 3 degrees, 10 to 400 points) at most 0.3 % passed for
    moved; of slow waves (neighbours correlated by a half) up to 15 % did.

    The ends to quote are the first and last values, as a table shows them; where one of these is an outlier
    that points the other way, the medians.

    Args:
        values: At least ten finite values in the order of their steps, shape (n,).
    """
    tenth = len(values) // 10
    start, end = float(np.median(values[:tenth])), float(np.median(values[-tenth:]))
    error = _noise(values) * np.sqrt(np.pi / tenth)
    direction = int(np.sign(end - start)) if abs(end - start) > SURE * error else 0
    first, last = float(values[0]), float(values[-1])
    quoted = (first, last) if np.sign(last - first) == direction else (start, end)
    return Movement(direction, *quoted, middle=float(np.median(values)))


def ending(steps: NDArray[np.int64], values: Floats, *, direction: int) -> str:
    """Say how a curve ends: still moving, levelled off, or too noisy to tell.

    A straight line is fitted by least squares to the last quarter (at least five points). The curve still
    moves if the slope is over four of its standard errors and the line covers at least 5 % of the curve's
    range. It has levelled off if the line, with two standard errors added, covers at most 10 % of the range.

    Args:
        steps: The steps of the values, increasing, shape (n,).
        values: At least ten finite values, shape (n,).
        direction: Where the curve went as a whole: 1, -1 or 0.

    Returns:
        The end of a sentence; empty if the curve went nowhere and does not move now.
    """
    covered, error = _covered(steps, values)
    span = float(np.ptp(values))
    if abs(covered) > SURE_SLOPE * error and abs(covered) > MOVING * span:
        return _moving(int(np.sign(covered)), direction)
    if not direction:
        return ""
    if abs(covered) + 2 * error <= LEVEL * span:
        return "levelled off"
    return "too noisy to say whether it has levelled off"


def _covered(steps: NDArray[np.int64], values: Floats) -> tuple[float, float]:
    """How far the line through the last quarter goes up or down, and the standard error of that."""
    quarter = max(5, len(values) // 4)
    x = steps[-quarter:].astype(np.float64)
    x -= x.mean()
    y = values[-quarter:] - values[-quarter:].mean()
    squares = float(x @ x)
    slope = float(x @ y) / squares
    residuals = y - slope * x
    error = float(np.sqrt(residuals @ residuals / (quarter - 2) / squares))
    length = float(x[-1] - x[0])
    return slope * length, error * length


def _moving(now: int, direction: int) -> str:
    """The words for a curve that moves at its end."""
    word = "rising" if now > 0 else "falling"
    if now == direction:
        return f"still {word}"
    return f"{word} again at the end" if direction else f"{word} at the end"


def _noise(values: Floats) -> float:
    """The standard deviation of the values around their trend."""
    return float(np.sqrt(np.mean(np.diff(values) ** 2) / 2))
