"""What both training loops share: batches, and which steps are reported."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from core.training.parameters import BATCH_SIZE

REPORT_EVERY = 10
"""Steps between two points of a curve, as in the logs of Google's pipeline."""

Report = Callable[[int, Mapping[str, float]], None]
"""Receives a step, counted from 1, and its scalars by tag."""


def is_reported(step: int, steps: int) -> bool:
    """Whether a step, counted from 1, becomes a point of the curves: the first, each tenth and the last."""
    return step in (1, steps) or step % REPORT_EVERY == 0


def endless_batches(rows: int, chance: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Row numbers, batch after batch, each epoch in a new order; an epoch's last batch may be smaller."""
    while True:
        order = chance.permutation(rows)
        for start in range(0, rows, BATCH_SIZE):
            yield order[start : start + BATCH_SIZE]
