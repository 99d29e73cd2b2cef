"""Tell what one curve did: lost values and spikes set apart, then which shape fits the rest."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats, Steps
from core.curves.findings.evidence import gather
from core.curves.findings.judging import Judged, judge
from core.curves.findings.noise import Indices, Noise, noise_of, without_spikes
from core.curves.findings.runaway import runaway_from, swings_wider_from
from core.curves.findings.shape import Lost, Point, Shape, ShapeKind

FEWEST_POINTS = 10  # with fewer nothing is claimed
ROUNDING = 4 * float(np.finfo(np.float32).eps)  # of the largest value: logs hold numbers of 32 bits
WIDE, NARROW = 7, 5  # points that stand for one side of a spike, of forty points or more and of fewer
MANY = 40
TO_COME = 2  # lost values at the end from which on it is no single one that is yet to come
QUOTABLE = 0.1  # of the way from start to end: with less noise the first and last values are quoted


def _none() -> Indices:
    return np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, eq=False, slots=True)
class Spikes:
    """Spikes by index: all their points, and of each the one furthest off."""

    points: Indices = field(default_factory=_none)
    peaks: Indices = field(default_factory=_none)


def shape_of(steps: Steps, values: Floats) -> Shape:
    """Say what one curve did, whatever its unit.

    The answer is the same for any scale and origin of values and steps, and the mirrored one upside down.
    Time is linear in the number of points. A curve is cut into at most 128 bins; all past noise and spikes is
    decided on their means (``evidence.py``, ``judging.py``).

    Args:
        steps: Strictly increasing, shape (n,), n ≥ 1.
        values: Shape (n,); NaN and infinite ones are counted and left out.
    """
    finite = np.isfinite(values)
    lost = _lost(steps, values, finite)
    steps, values = steps[finite], values[finite]
    if not len(values):
        return Shape(ShapeKind.NOT_FINITE, np.nan, np.nan, np.nan, None, None, np.nan, not_finite=lost)
    shape = replace(_read(steps, values), not_finite=lost)
    if lost and lost.since is not None:
        return replace(shape, kind=ShapeKind.DIVERGED, since=lost.since, confidence=1.0)
    return shape


def _read(steps: Steps, values: Floats) -> Shape:
    """The shape of finite values, judged between 0 and 1 so that no square is too large or too small."""
    largest = float(np.abs(values).max()) or 1.0
    unit = values / largest
    low, span = float(unit.min()), float(np.ptp(unit))
    nothing = Spikes()
    if len(values) < FEWEST_POINTS:
        return _quoted(steps, values, nothing, Judged(ShapeKind.TOO_SHORT))
    if span <= ROUNDING:
        return _quoted(steps, values, nothing, Judged(ShapeKind.FLAT))
    way = (steps - steps[0]).view(np.uint64).astype(np.float64)  # exact, and 64 bits apart at most
    way /= way[-1]
    spikes, judged = _judged(way, (unit - low) / span)
    judged = replace(judged, noise=judged.noise * span * largest)
    return _quoted(steps, values, spikes, judged)


def _judged(way: Floats, values: Floats) -> tuple[Spikes, Judged]:
    """The spikes, and what the rest did."""
    width = WIDE if len(values) >= MANY else NARROW
    clean, left_out, peaks = without_spikes(values, width)
    spikes = Spikes(left_out, peaks)
    if float(np.ptp(clean)) <= ROUNDING:
        return spikes, Judged(ShapeKind.FLAT)
    begun = _runaway(values, clean)
    if begun is not None:
        before = noise_of(clean[:begun]) if begun >= FEWEST_POINTS else Noise(0.0, 0.0)
        return spikes, Judged(
            ShapeKind.DIVERGED, begun, 0.95, before.sd, int(np.sign(values[-1] - values[begun]))
        )
    return spikes, judge(gather(way, clean, width))


def _runaway(values: Floats, clean: Floats) -> int | None:
    """Where a divergence began, with or without spikes: its last values may look like some."""
    for found in (runaway_from(values), runaway_from(clean), swings_wider_from(clean)):
        if found is not None:
            return found
    return None


def _quoted(steps: Steps, values: Floats, spikes: Spikes, judged: Judged) -> Shape:
    """With the ends to quote and the extremes."""
    kept = np.delete(np.arange(len(values)), spikes.points)
    rest = values[kept]
    start, end = _ends(rest, judged)
    return Shape(
        judged.kind,
        start,
        end,
        _median(values),
        _point(steps, values, int(kept[rest.argmin()])),
        _point(steps, values, int(kept[rest.argmax()])),
        judged.noise,
        since=None if judged.since is None else int(steps[judged.since]),
        spikes=tuple(_point(steps, values, int(at)) for at in spikes.peaks),
        confidence=judged.confidence,
    )


def _ends(values: Floats, judged: Judged) -> tuple[float, float]:
    """The first and last values, or levels where noise would make these say something else.

    Levels are medians of as many points as it takes to be sure, at most a tenth of the curve.
    """
    first, last = float(values[0]), float(values[-1])
    apart = last - first
    turned = judged.kind in {ShapeKind.HILL, ShapeKind.VALLEY}
    covered = float(values.max()) - float(values.min()) if turned else abs(apart)
    if (turned or judged.direction == np.sign(apart)) and judged.noise <= QUOTABLE * covered:
        return first, last
    for share in (10, 20, 50, len(values)):
        few = max(1, len(values) // share)
        start, end = _median(values[:few]), _median(values[-few:])
        if judged.direction in {0, int(np.sign(end - start))}:
            return start, end
    return first, last


def _median(values: Floats) -> float:
    """The median, of the largest numbers too."""
    largest = float(np.abs(values).max()) or 1.0
    return float(np.median(values / largest)) * largest


def _lost(steps: Steps, values: Floats, finite: NDArray[np.bool_]) -> Lost | None:
    """Which values are not finite; a single NaN at the end may be one that is yet to come."""
    gone = np.flatnonzero(~finite)
    if not len(gone):
        return None
    kept = np.flatnonzero(finite)
    after = int(kept[-1]) + 1 if len(kept) else 0
    stays = len(steps) - after >= TO_COME or (after < len(steps) and bool(np.isinf(values[-1])))
    return Lost(len(gone), int(steps[gone[0]]), int(steps[after]) if stays else None)


def _point(steps: Steps, values: Floats, at: int) -> Point:
    return Point(int(steps[at]), float(values[at]))
