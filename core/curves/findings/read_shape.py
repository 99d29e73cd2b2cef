"""Tell what one curve did: noise, spikes and lost values set apart, then which shape fits it."""

import numpy as np

from core.curves.findings.shape import Floats, Lost, Point, Shape, ShapeKind, Steps

FEWEST_POINTS = 10  # with fewer nothing is claimed
SURE = 3.0  # standard errors between the ends of a curve that moved


def shape_of(steps: Steps, values: Floats) -> Shape:
    """Say what one curve did.

    Args:
        steps: Strictly increasing, shape (n,), n ≥ 1.
        values: Shape (n,); NaN and infinite ones are counted and left out.
    """
    finite = np.isfinite(values)
    lost = _lost(steps, finite)
    steps, values = steps[finite], values[finite]
    if not len(values):
        return Shape(ShapeKind.NOT_FINITE, np.nan, np.nan, np.nan, None, None, np.nan, not_finite=lost)
    tenth = max(1, len(values) // 10)
    start, end = float(np.median(values[:tenth])), float(np.median(values[-tenth:]))
    noise = float(np.mean(np.abs(np.diff(values)))) / 1.128 if len(values) > 1 else 0.0
    kind, since = _kind(steps, values, lost, (end - start) / (noise or 1.0) * np.sqrt(tenth))
    return Shape(
        kind,
        start,
        end,
        float(np.median(values)),
        _point(steps, values, int(values.argmin())),
        _point(steps, values, int(values.argmax())),
        noise,
        since=since,
        not_finite=lost,
    )


def _kind(steps: Steps, values: Floats, lost: Lost | None, moved: float) -> tuple[ShapeKind, int | None]:
    if lost and lost.since is not None:
        return ShapeKind.DIVERGED, lost.since
    if len(values) < FEWEST_POINTS:
        return ShapeKind.TOO_SHORT, None
    if abs(moved) < SURE * np.sqrt(np.pi):
        return ShapeKind.FLAT, None
    quarter = len(values) // 4
    tail = abs(float(np.median(values[-quarter:]) - np.median(values[-2 * quarter : -quarter])))
    if tail > 0.1 * float(np.ptp(values)):
        return (ShapeKind.RISING if moved > 0 else ShapeKind.FALLING), None
    return (ShapeKind.ROSE if moved > 0 else ShapeKind.FELL), int(steps[-quarter])


def _lost(steps: Steps, finite: np.ndarray) -> Lost | None:
    """Which values are not finite."""
    gone = np.flatnonzero(~finite)
    if not len(gone):
        return None
    kept = np.flatnonzero(finite)
    after = int(kept[-1]) + 1 if len(kept) else 0
    since = int(steps[after]) if after < len(steps) else None
    return Lost(len(gone), int(steps[gone[0]]), since)


def _point(steps: Steps, values: Floats, at: int) -> Point:
    return Point(int(steps[at]), float(values[at]))
