"""The points of one tag: three columns of one length, never changed once they are made."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class Points:
    """Steps, values and wall times, each of shape (n,); several curves may share them."""

    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    wall_times: NDArray[np.float64]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.steps)

    def below(self, step: int) -> "Points":
        """Those before a step, of points that are in order."""
        if not len(self) or self.steps[-1] < step:
            return self
        count = int(np.searchsorted(self.steps, step))
        return Points(self.steps[:count], self.values[:count], self.wall_times[:count])

    def in_order(self) -> "Points":
        """Sorted by step; of those of one step the one that was written last."""
        if (self.steps[1:] > self.steps[:-1]).all():  # as nearly every writer has them
            return self
        order = np.argsort(self.steps, kind="stable")
        last = np.append(np.diff(self.steps[order]) > 0, True)
        chosen = order[last]
        return Points(self.steps[chosen], self.values[chosen], self.wall_times[chosen])


NO_POINTS = Points(np.empty(0, np.int64), np.empty(0), np.empty(0))


def joined(parts: Sequence[Points]) -> Points:
    """One after another; a single one as it is, without a copy."""
    filled = [part for part in parts if len(part)]
    if len(filled) <= 1:
        return filled[0] if filled else NO_POINTS
    return Points(
        np.concatenate([part.steps for part in filled]),
        np.concatenate([part.values for part in filled]),
        np.concatenate([part.wall_times for part in filled]),
    )


@dataclass(slots=True)
class Column:
    """The points of one tag while they are read, behind those read before."""

    before: Points = NO_POINTS
    steps: "array[int]" = field(default_factory=lambda: array("q"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    wall_times: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, step: int, value: float, wall_time: float) -> None:
        """Take one more."""
        self.steps.append(step)
        self.values.append(value)
        self.wall_times.append(wall_time)

    def retire(self, step: int) -> None:
        """Drop those from a step on; what holds on to the arrays may go on adding to them."""
        self.before = self.before.below(step)
        if not self.steps or max(self.steps) < step:
            return  # as where a trainer says at each of many starts where it begins
        kept = [at for at, one in enumerate(self.steps) if one < step]
        self.steps[:] = array("q", [self.steps[at] for at in kept])
        self.values[:] = array("d", [self.values[at] for at in kept])
        self.wall_times[:] = array("d", [self.wall_times[at] for at in kept])

    def points(self) -> Points:
        """All of them, in order; nothing can be added afterwards."""
        new = Points(
            np.frombuffer(self.steps, np.int64),
            np.frombuffer(self.values, np.float64),
            np.frombuffer(self.wall_times, np.float64),
        )
        return joined([self.before, new]).in_order()
