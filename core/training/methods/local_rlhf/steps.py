"""What both training loops share: batches, and which steps are reported."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from core.training.passes import BATCH_SIZE

LONGEST_GAP = 10
"""Most steps between two points of a curve, as in the logs of Google's pipeline."""

POINTS = 100
"""Points a short run's curve should have, so that its movement can be told from its noise."""

Report = Callable[[int, Mapping[str, float]], None]
"""Receives a step, counted from 1, and its scalars by tag."""


def is_reported(step: int, steps: int) -> bool:
    """Whether a step, counted from 1, becomes a point of the curves; the first and the last always do."""
    gap = min(LONGEST_GAP, max(1, steps // POINTS))
    return step in (1, steps) or step % gap == 0


def endless_batches(rows: int, chance: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Row numbers, batch after batch, each epoch in a new order.

    Batches run on across the ends of epochs: of 66 rows, a last batch of two would be noise, not a step.
    Fewer rows than a batch holds are one batch.
    """
    waiting = np.empty(0, dtype=np.intp)
    size = min(BATCH_SIZE, rows)
    while True:
        while len(waiting) < size:
            waiting = np.concatenate([waiting, chance.permutation(rows)])
        yield waiting[:size]
        waiting = waiting[size:]
