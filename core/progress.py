"""How far a long action is: what imports, freezes, fits and uploads tell whoever waits for them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a long action is busy with; the value is what people read."""

    READING = "Reading"
    INSERTING = "Taking"
    WRITING = "Writing"
    UPLOADING = "Uploading"
    COPYING = "Copying"

    @property
    def in_bytes(self) -> bool:
        """Whether bytes are counted; else rows are."""
        return self in {Step.READING, Step.UPLOADING, Step.COPYING}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an action is, in bytes or rows; ``total`` is None where nobody knows it yet."""

    step: Step
    done: int
    total: int | None = None

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where the total is not known."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


ShowProgress = Callable[[Progress], object]
"""Shown how far an action is; raising from it cancels the action, and is passed on."""

Tell = Callable[[str], None]
"""Told, as a sentence, how far a long action is; raising from it cancels the action, and is passed on."""


def silent(_: str) -> None:
    """Tell nobody."""
