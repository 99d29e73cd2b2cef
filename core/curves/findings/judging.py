"""Decide which shape a curve has, from the fits that speak for each."""

from dataclasses import dataclass

import numpy as np

from core.curves.findings.evidence import Evidence
from core.curves.findings.runaway import is_wave
from core.curves.findings.shape import ShapeKind

MOVED = 26.0  # how much better, in variances of the noise, a curve that moves must fit than a level
TURNED = 32.0  # likewise a curve that turns than one that does not
FEW_BINS = 10  # of so few bins twice as much is asked
SWING = 0.3  # of the larger leg of a hill: what the smaller must have
EARLY, EARLY_SWING = 0.15, 0.5  # a first leg of so small a share of the curve must have so much: a warm-up
WIDE = 0.03  # of the curve: how wide the upper half of a hill is at least
STRUCTURE, EXPLAINED = (
    6.0,
    0.6,
)  # a hill leaves so much times the noise, and tells less: the curve is unsteady
SHARP = 6.0  # how much better, in variances, two levels must fit than any broad curve
PLAIN, DRIFT = 25.0, 0.04  # how much worse two levels may fit than a hill, in variances or of all there is
SUDDEN, SETTLED = 0.65, 0.2  # of a leg: what a collapse takes at once, and what may follow
THROWN_AWAY = 0.5  # of the first leg: what a collapse takes back at least
QUIET, HUSHED = 0.25, 0.1  # of the noise before: what is left after a collapse; with few points after it
HEARD = 0.01  # of the largest jump: less is no noise that could go
FEW_AFTER = 6
TAIL, FEWEST_TAIL, STANDS = 0.75, 6, 0.05  # the last quarter, of so many bins; what it may cover of the way
QUIETER = 0.17  # likewise where no step shows the place
MOVING, LEVEL = (
    0.6,
    0.4,
)  # how likely a curve still moves: from where on that is said, up to where it is level


@dataclass(frozen=True, slots=True)
class Judged:
    """What a curve did, before it has its unit: ``since`` is an index, ``direction`` 1, 0 or -1."""

    kind: ShapeKind
    since: int | None = None
    confidence: float = 1.0
    noise: float = 0.0
    direction: int = 0


def judge(e: Evidence) -> Judged:
    """Decide: unsteady, turned, moved, or flat."""
    few = 1 + FEW_BINS / len(e.bins)
    moved = (e.level - e.straight.error) / e.scale / few / MOVED
    turned = (e.straight.error - e.bent.error) / e.scale / few / TURNED
    explained = 1 - e.bent.error / e.level if e.level else 0.0
    noise = e.noise.sd
    if float(np.ptp(e.points)) == 0:
        return Judged(ShapeKind.FLAT)
    if (e.scale > STRUCTURE and explained < EXPLAINED) or is_wave(e.x, e.bins):
        return Judged(ShapeKind.UNSTEADY, None, 0.8, noise)
    if turned > 1 and _swings(e):
        return _turned(e, _sure(turned))
    if moved > 1:
        return _moved(e, _sure(moved))
    quiet = _quiet_from(e)
    if quiet is not None:
        return Judged(ShapeKind.COLLAPSED, quiet, 0.9, noise)
    return Judged(ShapeKind.FLAT, None, 1 - moved / 2, noise)


def _sure(ratio: float) -> float:
    """Confidence of what is ``ratio`` times what was asked for."""
    return ratio / (ratio + 0.6)


def _swings(e: Evidence) -> bool:
    """Whether both legs of a hill are worth mentioning, and its top is more than a moment."""
    fit, turn = e.bent.values, e.bent.turn
    first, last = abs(fit[turn] - fit[0]), abs(fit[turn] - fit[-1])
    least = EARLY_SWING if first < last and turn < EARLY * len(fit) else SWING
    smaller, larger = sorted((float(first), float(last)))
    wide = int((np.abs(fit - fit[turn]) < smaller / 2).sum())
    return smaller >= least * larger and wide >= max(2, WIDE * len(fit))


def _turned(e: Evidence, sure: float) -> Judged:
    """A hill or a valley, or a collapse where its second leg is a cliff."""
    fit, turn = e.bent.values, e.bent.turn
    direction = int(np.sign(fit[-1] - fit[0]))
    cliff = _cliff(e)
    if cliff is not None:
        return Judged(ShapeKind.COLLAPSED, int(e.first[cliff]), sure, e.noise.sd, direction)
    kind = ShapeKind.HILL if e.top > 0 else ShapeKind.VALLEY
    return Judged(kind, int(e.first[turn]), sure, e.noise.sd, direction)


def _cliff(e: Evidence) -> int | None:
    """The bin at which most of the second leg happens at once, if the curve is level from there."""
    fit, turn, count = e.bent.values, e.bent.turn, len(e.bins)
    leg = float(fit[-1] - fit[turn])
    side = max(2, count // 25)
    at = np.arange(max(turn, side), count - max(2, count // 12))
    if abs(leg) < THROWN_AWAY * abs(fit[turn] - fit[0]) or not len(at):
        return None
    sums = np.concatenate([[0], np.cumsum(e.bins)])
    before, after = sums[at] - sums[at - side], sums[at + 1 + side] - sums[at + 1]
    falls = (after - before) / side / leg
    best = int(np.argmax(falls))
    rest = fit[at[best] + 1 :]
    settled = float(np.ptp(rest[len(rest) // 8 :])) < SETTLED * abs(leg)
    return int(at[best]) if falls[best] > SUDDEN and settled else None


def _moved(e: Evidence, sure: float) -> Judged:
    """A step, a collapse, or a fall or rise that has levelled off or has not."""
    scale, noise, way = e.scale, e.noise.sd, e.direction
    plain = e.step.error - e.bent.error < max(PLAIN * scale, DRIFT * e.level)
    if plain and e.smooth.broad - e.step.error > SHARP * scale:
        at = _step_at(e)
        kind = ShapeKind.COLLAPSED if _hushed(e, at) else ShapeKind.STEPPED
        return Judged(kind, at, sure, noise, way)
    moving = e.smooth.moving(max(scale, e.smooth.error / (len(e.bins) - 2)))
    if moving >= LEVEL and (settled := _settled(e)) is not None:
        return Judged(ShapeKind.ROSE if way > 0 else ShapeKind.FELL, settled, sure, noise, way)
    if moving > MOVING:
        return Judged(ShapeKind.RISING if way > 0 else ShapeKind.FALLING, None, min(sure, moving), noise, way)
    kind = ShapeKind.ROSE if way > 0 else ShapeKind.FELL
    level = int(np.searchsorted(e.x, e.smooth.level_from))
    since = int(e.first[min(level, len(e.first) - 1)]) if moving < LEVEL else None
    return Judged(kind, since, min(sure, 1 - moving), noise, way)


def _settled(e: Evidence) -> int | None:
    """The point from which on a curve is level, if its last quarter alone shows it.

    A line through that quarter, with its standard error added, covers next to nothing of the way. So two
    falls with a level between are over when the second is, though no smooth form has two.
    """
    fit, tail = e.straight.values, e.x >= TAIL
    span = float(abs(fit[-1] - fit[0]))
    if tail.sum() < FEWEST_TAIL:
        return None
    x, y = e.x[tail] - e.x[tail].mean(), e.bins[tail] - e.bins[tail].mean()
    squares = float(x @ x)
    slope = float(x @ y) / squares
    residuals = y - slope * x
    error = float(np.sqrt(e.noise.inflation * (residuals @ residuals) / (len(x) - 2) / squares))
    if (abs(slope) + error) * (x[-1] - x[0]) > STANDS * span:
        return None
    return int(e.first[np.flatnonzero(np.abs(fit - fit[-1]) <= STANDS * span)[0]])


def _step_at(e: Evidence) -> int:
    """The point, within the bins about a step, at which it happens."""
    turn = e.step.turn
    low = int(e.first[turn - 1])
    high = int(e.first[turn + 2]) if turn + 2 < len(e.first) else len(e.points)
    part = e.points[low:high]
    left, right = e.bins[:turn].mean(), e.bins[turn + 1 :].mean()
    return low + int(np.argmin(np.concatenate([[0], np.cumsum((part - left) ** 2 - (part - right) ** 2)])))


def _hushed(e: Evidence, at: int) -> bool:
    """Whether after a point there is next to nothing left of the noise before it."""
    before, after = np.abs(np.diff(e.points[:at])), np.abs(np.diff(e.points[at + 1 :]))
    if len(before) < 3 or len(after) < 2:  # noqa: PLR2004 - fewer differences show no noise
        return False
    return float(after.mean()) < (QUIET if len(after) >= FEW_AFTER else HUSHED) * float(before.mean())


def _quiet_from(e: Evidence) -> int | None:
    """The point from which on a level curve has suddenly next to no noise any more."""
    jumps = np.abs(np.diff(e.points))
    count, least = len(jumps), max(8, len(jumps) // 10)
    if count < 3 * least:
        return None
    sums = np.concatenate([[0], np.cumsum(jumps)])
    at = np.arange(least, count - least)
    after = (sums[-1] - sums[at]) / (count - at)
    before = (sums[at] - sums[at - least]) / least
    ratio = np.divide(after, before, out=np.ones(len(at)), where=before > HEARD * jumps.max())
    best = int(np.argmin(ratio))
    lively = float(np.median(jumps[at[best] - least : at[best]])) > 0  # zeros and ones may pause by chance
    return int(at[best]) if ratio[best] < QUIETER and lively else None
