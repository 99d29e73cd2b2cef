"""One scalar against another: their points joined on steps, such as the reward against the root of the KL."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Curve, Floats, Steps


@dataclass(frozen=True, eq=False, slots=True)
class Joined:
    """Two curves point by point, in the order of their steps.

    Attributes:
        steps: Of the first curve, shape (n,).
        x: Its values, shape (n,).
        y: The values of the other curve that stand beside them, shape (n,).
        apart: The most steps that lie between two values of one point; 0 where all have equal steps.
        left_out: How many points of the curve that has fewer are not there: they met none, or no number.
    """

    steps: Steps
    x: Floats
    y: Floats
    apart: int
    left_out: int

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.steps)

    @property
    def sentence(self) -> str:
        """How they were joined."""
        nearest = f"joined on the nearest step, at most {self.apart:,} apart"
        how = nearest if self.apart else "joined on equal steps"
        missing = f"; {self.left_out:,} left out, with no number on one of the axes" if self.left_out else ""
        return f"{len(self):,} {'point' if len(self) == 1 else 'points'} {how}{missing}"


def join(x: Curve, y: Curve) -> Joined:
    """Points of two curves that belong together: on equal steps if most have one, else on the nearest.

    Steps count from the beginning of each curve's own log, which for curves of one log is as good as their
    own. Equal steps count where half the points of the curve that has fewer have one. On nearest steps each
    of those points takes the other's nearest (the earlier of two), as long as that is no farther away than
    the other's own points are from each other.
    """
    first, other = _relative(x), _relative(y)
    common, at, beside = np.intersect1d(first, other, assume_unique=True, return_indices=True)
    if 2 * len(common) >= min(len(first), len(other)):
        return _joined(x, y, at, beside, apart=0, points=min(len(first), len(other)))
    if len(first) <= len(other):
        at, beside = _nearest(first, other)
    else:
        beside, at = _nearest(other, first)
    apart = int(np.abs(first[at] - other[beside]).max(initial=0))
    return _joined(x, y, at, beside, apart=apart, points=min(len(first), len(other)))


def against_kl(kl: Curve, reward: Curve) -> Joined:
    """The reward over √KL, the plane in which over-optimisation is seen.

    Gao, Schulman and Hilton, "Scaling Laws for Reward Model Overoptimization" (2023), equation 1, take
    d = √KL(policy ‖ start) as the distance gone; the reward of a proxy grows along it while what people
    would say turns down. An estimate of the KL can be below zero; such points have no root and are left out.
    """
    return rooted(join(kl, reward))


def rooted(joined: Joined) -> Joined:
    """With the root of x instead of x; points below zero are left out and counted."""
    known = joined.x >= 0
    gone = int(len(joined) - known.sum())
    return Joined(
        joined.steps[known], np.sqrt(joined.x[known]), joined.y[known], joined.apart, joined.left_out + gone
    )


def _relative(curve: Curve) -> NDArray[np.int64]:
    return curve.steps - np.int64(curve.start)


def _nearest(few: Steps, many: Steps) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices into both: each of the few with the nearest of the many, within a step's width of those."""
    after = np.searchsorted(many, few).clip(0, len(many) - 1)
    before = (after - 1).clip(0)
    chosen = np.where(np.abs(many[before] - few) <= np.abs(many[after] - few), before, after)
    width = max(int(np.diff(many).max(initial=0)), 1)
    near = np.abs(many[chosen] - few) <= width
    return np.flatnonzero(near), chosen[near]


def _joined(
    x: Curve, y: Curve, at: NDArray[np.intp], beside: NDArray[np.intp], *, apart: int, points: int
) -> Joined:
    numbers = np.isfinite(x.values[at]) & np.isfinite(y.values[beside])
    at, beside = at[numbers], beside[numbers]
    return Joined(x.steps[at], x.values[at], y.values[beside], apart, points - len(at))
