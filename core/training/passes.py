"""How many steps show a data set to a model how often, and how often Google advises to show it."""

import math
from dataclasses import dataclass
from typing import Self

BATCH_SIZE = 64
"""Rows a training step reads. Google's RLHF pipeline fixes it at 64 and offers no parameter for it."""


@dataclass(frozen=True)
class OnePass:
    """One epoch over a data set.

    Attributes:
        rows: How many rows are trained on.
        steps: How many steps show each of them once; whole only where an epoch's last batch may be smaller.
        batch: Rows a step reads.
    """

    rows: int
    steps: float
    batch: int

    @classmethod
    def in_batches(cls, rows: int) -> Self:
        """As Google counts: a step is one batch of 64 rows, and an epoch's last batch may be smaller."""
        return cls(rows, steps_for_epochs(rows, 1), BATCH_SIZE)

    @classmethod
    def running_on(cls, rows: int) -> Self:
        """Where batches run on across the ends of epochs, and fewer rows than one holds are one batch."""
        batch = max(1, min(BATCH_SIZE, rows))
        return cls(rows, max(1, rows) / batch, batch)

    def epochs_of(self, steps: int) -> float:
        """How often so many steps show each row."""
        return steps / self.steps if self.steps else 0.0

    def arithmetic(self, epochs: int) -> str:
        """How so many epochs become steps, such as "⌈106 rows / 64 a step⌉ × 7 epochs = 14 steps"."""
        step = f"{self.rows:,} rows / {self.batch} a step"
        whole = self.steps == int(self.steps)
        words = f"⌈{step}⌉ × {epochs:,} epochs" if whole else f"⌈{step} × {epochs:,} epochs⌉"
        return f"{words} = {self.steps_for(epochs):,} steps"

    def steps_for(self, epochs: int) -> int:
        """The steps that show each row at least so often."""
        return math.ceil(round(self.steps * epochs, 9))  # 1.1 * 30 is 33.00000000000001 to a computer


@dataclass(frozen=True)
class Advised:
    """How often Google advises to show the set of a role."""

    role: str
    least: int
    most: int

    @property
    def middle(self) -> int:
        """What a launch takes where nobody says otherwise."""
        return (self.least + self.most) // 2

    def steps(self, one: OnePass) -> tuple[int, int]:
        """From how many to how many steps that is."""
        least = one.steps_for(self.least)
        return least, max(least, math.floor(round(one.steps * self.most, 9)))


RLHF_EPOCHS = {
    "reward_model_train_steps": Advised("preference_dataset", 20, 30),
    "reinforcement_learning_train_steps": Advised("prompt_dataset", 10, 20),
}
"""What Google advises for its RLHF pipeline, by parameter."""


def steps_for_epochs(rows: int, epochs: int) -> int:
    """How many steps show a data set of ``rows`` rows to the model ``epochs`` times.

    Source: Google's RLHF pipeline, where a step is one batch of 64 rows and an epoch's last batch may be
    smaller, so steps = ceil(rows / 64) * epochs. No rows or no epochs give 0 steps.
    """
    return math.ceil(rows / BATCH_SIZE) * epochs
