"""What one curve did, as a kind with its evidence: the words that findings and summaries are made of."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

CLEAR, LIKELY = 0.9, 0.7  # confidence from which a shape is clear, and likely


class ShapeKind(StrEnum):
    """What a curve did as a whole, its spikes left out.

    No kind tells good from bad: that takes the meaning of the tag. Upside down a curve has the kind of the
    other direction: falling and rising, fell and rose, hill and valley; the others stay.
    """

    NOT_FINITE = "no finite value"
    TOO_SHORT = "too short"
    FLAT = "flat"
    FALLING = "still falling"
    RISING = "still rising"
    FELL = "fell"
    ROSE = "rose"
    HILL = "hill"
    VALLEY = "valley"
    STEPPED = "stepped"
    COLLAPSED = "collapsed"
    DIVERGED = "diverged"
    UNSTEADY = "unsteady"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve."""

    step: int
    value: float


@dataclass(frozen=True, slots=True)
class Lost:
    """Values that are NaN or infinite.

    Attributes:
        count: How many of them there are.
        first: The step of the first.
        since: The step from which on every value is one of them; none if the last value is finite.
    """

    count: int
    first: int
    since: int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """One curve by itself: what it did and what speaks for it.

    Attributes:
        kind: What it did.
        start: Its level at the beginning, to be quoted; NaN, as the next four, where no value is finite.
        end: Its level at the end.
        middle: The median of its finite values.
        low: Its lowest finite value that is no spike, with its step; none where no value is finite.
        high: The highest.
        noise: The standard deviation of its values around what it did.
        since: The step from which on: a curve that fell or rose is level (none: too noisy to say whether it
            is), a hill or valley turned, a step, a collapse or a divergence began. None for other kinds.
        spikes: Points far from the curve on the same side of what goes before and what comes after.
        not_finite: What is lost; none where every value is finite.
        confidence: How sure the kind is, 0 to 1.
    """

    kind: ShapeKind
    start: float
    end: float
    middle: float
    low: Point | None
    high: Point | None
    noise: float
    since: int | None = None
    spikes: tuple[Point, ...] = ()
    not_finite: Lost | None = None
    confidence: float = 1.0

    @property
    def direction(self) -> int:
        """Where it went from start to end: 1 up, -1 down, 0 nowhere."""
        if self.kind in {ShapeKind.FLAT, ShapeKind.TOO_SHORT, ShapeKind.NOT_FINITE, ShapeKind.UNSTEADY}:
            return 0
        return int(np.sign(self.end - self.start))

    @property
    def certainty(self) -> str:
        """The confidence as a word: clear, likely or unsure."""
        if self.confidence >= CLEAR:
            return "clear"
        return "likely" if self.confidence >= LIKELY else "unsure"
