"""Runs taken together: their mean with its spread, and what they were given that differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats

Line = tuple[Floats, Floats]

MOST = 2000
"""At most so many places at which runs are averaged; more than a screen has columns."""


@dataclass(frozen=True, eq=False, slots=True)
class Together:
    """The mean of several lines where at least one of them is.

    Attributes:
        x: Where, increasing, shape (n,).
        mean: Of the lines that reach there, shape (n,); NaN where none has a finite value.
        error: Its standard error, s / √k with k lines and their standard deviation s (k - 1 below it); NaN
            where fewer than two are. Shape (n,).
        low: The least of the lines there, shape (n,).
        high: The greatest, shape (n,).
        lines: How many lines are there, shape (n,).
    """

    x: Floats
    mean: Floats
    error: Floats
    low: Floats
    high: Floats
    lines: NDArray[np.int64]


def together(lines: Sequence[Line], *, most: int = MOST) -> Together:
    """Average lines that have points at different places.

    The common grid is every x that any line has, evenly picked where those are more than ``most``. A line is
    linear between its points; it does not reach beyond its ends or over what is not finite.

    Args:
        lines: x, increasing, and values of each, both of shape (points,).
        most: The greatest number of grid points.
    """
    grid = np.unique(np.concatenate([x for x, _ in lines])) if lines else np.empty(0)
    if len(grid) > most:
        grid = grid[np.linspace(0, len(grid) - 1, most).round().astype(np.intp)]
    values = np.array([_at(grid, *line) for line in lines]).reshape(len(lines), len(grid))
    there = np.isfinite(values)
    count = there.sum(axis=0)

    def where(least: int, value: Floats) -> Floats:
        return np.where(count >= least, value, np.nan)

    mean = where(1, np.where(there, values, 0).sum(axis=0) / np.maximum(count, 1))
    squares = (np.where(there, values - mean, 0) ** 2).sum(axis=0)
    return Together(
        grid,
        mean,
        where(2, np.sqrt(squares / np.maximum(count - 1, 1) / np.maximum(count, 1))),
        where(1, np.min(values, axis=0, initial=np.inf, where=there)),
        where(1, np.max(values, axis=0, initial=-np.inf, where=there)),
        count,
    )


def _at(grid: Floats, x: Floats, values: Floats) -> Floats:
    """A line's values on the grid; NaN beyond its ends and beside what is not finite."""
    clean = np.where(np.isfinite(values), values, np.nan)
    return np.interp(grid, x, clean, left=np.nan, right=np.nan) if len(x) else np.full(len(grid), np.nan)


def differing(parameters: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    """The parameters that do not have one value in all runs.

    Args:
        parameters: Of each run, by its name, what it was given by parameter.

    Returns:
        By parameter, in the order in which they first occur, what each run was given; None where a run does
        not have it, which is a difference as well. Nothing for fewer than two runs.
    """
    names = dict.fromkeys(name for given in parameters.values() for name in given)
    rows = {name: {run: given.get(name) for run, given in parameters.items()} for name in names}
    return {name: row for name, row in rows.items() if not _alike(list(row.values()))}


def _alike(values: Sequence[object]) -> bool:
    """Whether all are one value; numbers go by their size, and NaN is like NaN."""
    first = values[0]
    return all(one == first or (one != one and first != first) for one in values)  # noqa: PLR0124 - NaN
