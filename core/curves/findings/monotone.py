"""Least-squares fits that only presume an order: rising, up and down again, two levels."""

from dataclasses import dataclass

import numpy as np

from core.curves.curve import Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """A curve fitted to bins.

    Attributes:
        error: Its sum of squares.
        values: What it is at each bin, shape (m,).
        turn: The bin where it turns or steps; 0 where it does neither.
    """

    error: float
    values: Floats
    turn: int = 0


def rising(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Fit the rising curve nearest to the values, and tell the error for every beginning of them.

    Pools adjacent violators; the errors of all prefixes fall out of one pass (Stout, Computational Statistics
    and Data Analysis 53 (2008) 289).

    Args:
        values: Shape (m,).
        weights: One over the variance of each, shape (m,).

    Returns:
        The fit, shape (m,), and ``errors``, shape (m + 1,): ``errors[j]`` that of the first j values.
    """
    blocks: list[tuple[float, float, int, float]] = []  # mean, weight, how many, error of this and all before
    errors = [0.0]
    for value, single in zip(values.tolist(), weights.tolist(), strict=True):
        mean, weight, count, error = value, single, 1, 0.0
        while blocks and blocks[-1][0] >= mean:
            other, heavy, many, until = blocks.pop()
            total = weight + heavy
            error += until - (blocks[-1][3] if blocks else 0.0)
            error += (mean - other) ** 2 * weight * heavy / total
            mean, weight, count = (mean * weight + other * heavy) / total, total, count + many
        error += blocks[-1][3] if blocks else 0.0
        blocks.append((mean, weight, count, error))
        errors.append(error)
    fit = np.repeat([block[0] for block in blocks], [block[2] for block in blocks])
    return fit, np.array(errors)


def monotone(values: Floats, weights: Floats, direction: int) -> Fit:
    """The curve nearest to the values that only rises (1) or only falls (-1)."""
    fit, errors = rising(direction * values, weights)
    return Fit(float(errors[-1]), direction * fit)


def turning(values: Floats, weights: Floats, direction: int) -> Fit:
    """The nearest curve that rises to a top and falls from it (1), or the other way round (-1)."""
    signed = direction * values
    _, up = rising(signed, weights)
    _, down = rising(signed[::-1], weights[::-1])
    errors = up + down[::-1]
    cut = int(np.argmin(errors))
    left = rising(signed[:cut], weights[:cut])[0]
    right = rising(signed[cut:][::-1], weights[cut:][::-1])[0][::-1]
    fit = np.concatenate([left, right])
    return Fit(float(errors[cut]), direction * fit, int(np.argmax(fit)))


def two_levels(values: Floats, weights: Floats, margin: int) -> Fit:
    """The nearest curve of two levels of ``margin`` bins at least; one bin between may be anywhere."""
    count = len(values)
    mass, sums, squares = np.cumsum(weights), np.cumsum(weights * values), np.cumsum(weights * values**2)
    at = np.arange(margin, count - margin)  # the bin that is on neither level
    left = squares[at - 1] - sums[at - 1] ** 2 / mass[at - 1]
    rest, heavy = sums[-1] - sums[at], mass[-1] - mass[at]
    right = squares[-1] - squares[at] - rest**2 / heavy
    best = int(np.argmin(left + right))
    turn = int(at[best])
    first, last = float(sums[turn - 1] / mass[turn - 1]), float(rest[best] / heavy[best])
    fit = np.where(np.arange(count) < turn, first, last)
    fit[turn] = np.clip(values[turn], min(first, last), max(first, last))
    return Fit(float(weights @ (values - fit) ** 2), fit, turn)
