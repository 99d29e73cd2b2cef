"""What is known of a parameter besides its type, range and help, and how steps and epochs become each other.

A method's parameters are a pydantic model. The form, the command and a launch's defaults come from it alone:
what its types do not say stands in a `Parameter` beside them, ``Annotated[int, Parameter(prominent=True)]``.
"""

import math
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel
from pydantic.fields import FieldInfo

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
class Epochs:
    """That a parameter counts steps over a data set, so that it can be asked for in epochs.

    Attributes:
        role: Under which role a run takes the set.
        least: How often it should be shown at least.
        most: How often at most; 0 where nobody advises, so that the parameter's own default stands.
    """

    role: str
    least: int = 0
    most: int = 0

    @property
    def middle(self) -> int:
        """What a launch takes where nobody says otherwise."""
        return (self.least + self.most) // 2

    def steps(self, one: OnePass) -> tuple[int, int]:
        """From how many to how many steps that is."""
        least = one.steps_for(self.least)
        return least, max(least, math.floor(round(one.steps * self.most, 9)))


@dataclass(frozen=True)
class Parameter:
    """How a parameter is asked for, and what a launch takes where nobody says otherwise.

    Attributes:
        prominent: Whether it stands open in a long form; one that must be given always does.
        group: Under which heading a long form folds it away; empty for that of all others.
        epochs: The data set that it counts steps over.
        instruction: Whether it is the text put before every prompt; the project's is taken.
        goes_on_from: The methods whose tuned models it may name.
        reward: Whether it is the number of the reward that the model is trained on.
        reads: Whether it is the address of something that is read, so that it may not be another project's.
        caption: A sentence that stands below its field.
        needed: What to do where it was not given and has no default, as a sentence.
    """

    prominent: bool = False
    group: str = ""
    epochs: Epochs | None = None
    instruction: bool = False
    goes_on_from: tuple[str, ...] = ()
    reward: bool = False
    reads: bool = False
    caption: str = ""
    needed: str = ""

    @classmethod
    def of(cls, field: FieldInfo) -> "Parameter":
        """What stands beside a field's type; nothing special where nothing does."""
        return next((one for one in field.metadata if isinstance(one, cls)), PLAIN)


PLAIN = Parameter()


def reward_parameter(model: type[BaseModel]) -> str:
    """Which parameter of a method is the number of its reward; empty where it takes none."""
    return next((name for name, one in parameters_of(model).items() if one.reward), "")


def parameters_of(model: type[BaseModel]) -> dict[str, Parameter]:
    """What is known of each parameter of a method, by name and in order."""
    return {name: Parameter.of(field) for name, field in model.model_fields.items()}


def steps_for_epochs(rows: int, epochs: int) -> int:
    """How many steps show a data set of ``rows`` rows to the model ``epochs`` times.

    Source: Google's RLHF pipeline, where a step is one batch of 64 rows and an epoch's last batch may be
    smaller, so steps = ceil(rows / 64) * epochs. No rows or no epochs give 0 steps.
    """
    return math.ceil(rows / BATCH_SIZE) * epochs
