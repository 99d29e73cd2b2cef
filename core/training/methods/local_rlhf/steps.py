"""What both training loops share: batches, which steps are reported, and the curves they become."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.training.methods.local_rlhf.layout import say
from core.training.parameters import BATCH_SIZE

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


LOG_EVERY = 50
"""Steps between two lines in the run's log."""


@contextmanager
def scalar_report(metrics: Path, *, steps: int) -> Iterator[Report]:
    """A report that writes every point into an event file below ``metrics/train`` and flushes it at once.

    The scalars are TF2 tensor summaries, as in the real logs: tbparse shows them in ``.tensors``.
    """
    from tensorboard.summary import Writer  # noqa: PLC0415 - takes 0.1 s, and only tasks write

    folder = metrics / "train"
    folder.mkdir(parents=True, exist_ok=True)
    writer = Writer(str(folder))

    def report(step: int, scalars: Mapping[str, float]) -> None:
        for tag, value in scalars.items():
            writer.add_scalar(tag, value, step)
        writer.flush()  # a page follows the run, and the writer itself would wait two minutes
        if step in (1, steps) or step % LOG_EVERY == 0:
            say(f"step {step} of {steps}: {_in_words(scalars)}")

    try:
        yield report
    finally:
        writer.close()


def _in_words(scalars: Mapping[str, float]) -> str:
    """Scalars for a line of the log, such as "reward 1.25, kl_loss 0.4"."""
    return ", ".join(f"{tag} {value:.4g}" for tag, value in scalars.items())
