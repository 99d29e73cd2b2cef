"""The line of a curve that is drawn: smoothed as TensorBoard does, and of its points those that are seen."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.curves.curve import Floats
from core.errors import InvalidInput

Indices = NDArray[np.intp]

KEPT = 6
"""At most so many of a bucket: first, last, least and greatest finite value, first and last other one."""


def smooth(values: ArrayLike, *, weight: float) -> NDArray[np.float64]:
    """The debiased exponential moving average of a curve, as TensorBoard draws it.

    last = weight · last + (1 - weight) · value, starting at 0, divided by (1 - weightⁿ) after n finite
    values, so that the start is not drawn towards 0: ``classicSmoothing`` in TensorBoard's
    ``webapp/widgets/line_chart_v2/data_transformer.ts``. As there, NaN and infinite values pass through and
    leave the average alone, a curve of one value throughout comes back as it is (its issue 786: rounding
    made it wobble), and at weight 1, where the division is left out, every finite value comes to 0.

    Args:
        values: The curve in the order of its steps, shape (n,).
        weight: 0 (no smoothing) to 1.

    Returns:
        As many values as were given, shape (n,).

    Raises:
        InvalidInput: If the weight is outside 0 to 1.
    """
    if not 0 <= weight <= 1:
        raise InvalidInput(f"A smoothing weight of {weight:g} cannot be: choose between 0 and 1.")
    raw = np.asarray(values, dtype=np.float64)
    if weight == 0 or (raw == raw[:1]).all():
        return raw.copy()
    finite = np.isfinite(raw)
    if weight == 1:
        return np.where(finite, 0.0, raw)
    import pandas as pd  # noqa: PLC0415 - heavy, and only what is drawn is smoothed

    # With adjust, pandas divides by the sum of the weights so far, which is the debiasing.
    weights = pd.Series(np.where(finite, raw, np.nan)).ewm(alpha=1 - weight, adjust=True, ignore_na=True)
    return np.where(finite, weights.mean().to_numpy(), raw)


def thin(x: Floats, y: Floats, *, most: int) -> Indices:
    """The points to draw of a line that has more than can be seen.

    The range of x is cut into equally wide buckets; of each, the first and last point and those with the
    least and the greatest value stay. With a bucket no wider than a pixel the line covers the same pixels as
    that of all points: M4 of Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time
    Series Data Aggregation" (VLDB 2014). Values that are not finite are gaps of a line; of those the first
    and the last of each bucket stay, so that a gap wider than a bucket is one still. The first and last
    point, and the least and greatest value of all, always stay.

    Args:
        x: Where the points lie along the screen (take logarithms for a logarithmic axis), finite, shape (n,).
            Where they ever go back, buckets hold equally many points instead.
        y: The values, shape (n,).
        most: How many may be drawn, 6 at least.

    Returns:
        Indices of the chosen points, increasing, at most ``most``; all if there are no more than that.
    """
    if len(y) <= most:
        return np.arange(len(y))
    finite = np.isfinite(y)
    per_bucket = 4 if finite.all() else KEPT
    starts = _starts(x, max(most // per_bucket, 1))
    chosen = [_ends(starts, finite), _extremes(starts, y, finite)]
    if per_bucket == KEPT:
        chosen.append(_ends(starts, ~finite))
    return np.unique(np.concatenate(chosen))


def _starts(x: Floats, buckets: int) -> Indices:
    """The first index of each bucket that holds a point; increasing, from 0 on."""
    along = x if (np.diff(x) >= 0).all() and x[-1] > x[0] else np.arange(len(x), dtype=np.float64)
    edges = along[0] + (along[-1] - along[0]) * (np.arange(buckets) / buckets)
    starts: Indices = np.unique(np.searchsorted(along, edges))
    return starts


def _ends(starts: Indices, wanted: NDArray[np.bool_]) -> Indices:
    """The first and the last wanted index of each bucket that has one."""
    found = np.flatnonzero(wanted)
    if not len(found):
        return found
    bucket = np.searchsorted(starts, found, side="right")
    new = np.flatnonzero(np.diff(bucket)) + 1
    ends: Indices = found[np.concatenate([[0], new, new - 1, [len(found) - 1]])]
    return ends


def _extremes(starts: Indices, y: Floats, finite: NDArray[np.bool_]) -> Indices:
    """The first index of the least and of the greatest finite value of each bucket that has one."""
    sizes = np.diff(np.append(starts, len(y)))
    found = []
    for signed in (y, -y):
        filled = np.where(finite, signed, np.inf)
        least = np.flatnonzero(finite & (filled == np.repeat(np.minimum.reduceat(filled, starts), sizes)))
        bucket = np.searchsorted(starts, least, side="right")
        found.append(least[np.diff(bucket, prepend=0) > 0])
    return np.concatenate(found)
