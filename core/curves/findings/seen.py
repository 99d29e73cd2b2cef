"""The curves of one training beside each other, by what they mean."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from core.curves.curve import Curve, Floats, Steps
from core.curves.findings.finding import Context, Key
from core.curves.findings.read_shape import shape_of
from core.curves.findings.shape import Lost, Shape, ShapeKind
from core.curves.findings.words import went
from core.curves.tags import Known, Meaning, held_out_log, meanings

LONGEST = 80
"""Characters of a name in a sentence; names are other people's."""
UNREAD = {Meaning.EPOCH, Meaning.SAMPLES}
TRAINING_LOGS = {"train", "training"}
"""Last parts of the names of logs that belong to the training named by the rest."""


@dataclass(frozen=True, eq=False, slots=True)
class Seen:
    """A curve whose meaning is known, with what it did.

    Attributes:
        curve: The curve.
        known: What it means.
        shape: What its finite values did.
        lost: What of it is not finite.
        name: How sentences call it.
        ended: Whether no more points will come.
    """

    curve: Curve
    known: Known
    shape: Shape
    lost: Lost | None
    name: str
    ended: bool

    @property
    def key(self) -> Key:
        """Task and tag."""
        return self.curve.key

    @property
    def finite(self) -> tuple[Steps, Floats]:
        """Its finite points."""
        kept = np.isfinite(self.curve.values)
        return self.curve.steps[kept], self.curve.values[kept]

    @property
    def error(self) -> float:
        """The standard error of its level at either end: that of a median of a tenth of its points."""
        return self.error_of(max(1, len(self.curve) // 10))

    def error_of(self, points: int) -> float:
        """The standard error of the median of so many of its points, as if these were normal."""
        return float(self.shape.noise * np.sqrt(np.pi / 2 / points))

    @property
    def told(self) -> str:
        """What it did, with its name, without a full stop."""
        return f"{self.name} {went(self.curve, self.shape, ended=self.ended)}"

    @property
    def broke_off(self) -> bool:
        """Whether it ends in NaN or infinity."""
        return self.lost is not None and self.lost.since is not None

    @property
    def readable(self) -> bool:
        """Whether there are enough points to say where it went, and it did not break off in NaN."""
        return not self.broke_off and self.shape.kind not in {ShapeKind.TOO_SHORT, ShapeKind.NOT_FINITE}


@dataclass(frozen=True, slots=True)
class Training:
    """The curves of one training: of one log, or of the logs ``train`` and ``validation`` of one folder."""

    name: str
    seen: tuple[Seen, ...]

    def of(self, *sought: Meaning, held_out: bool = False) -> Seen | None:
        """The curve of the first of these meanings that is there: known before guessed, then the longest."""
        for meaning in sought:
            found = [
                one for one in self.seen if one.known.meaning is meaning and one.known.held_out is held_out
            ]
            if found:
                return min(found, key=lambda one: (one.known.guessed, -len(one.curve), len(one.curve.tag)))
        return None


def trainings(curves: Iterable[Curve], context: Context) -> list[Training]:
    """The trainings that curves belong to, by name; curves of no known meaning belong to none."""
    given = list(curves)
    known = meanings(given)
    tasks: dict[str, set[str]] = {}
    for curve in given:
        tasks.setdefault(curve.tag, set()).add(curve.task)
    found: dict[str, list[Seen]] = {}
    for curve in given:
        if curve.key in known and known[curve.key].meaning not in UNREAD:
            seen = _see(curve, known[curve.key], context, alone=len(tasks[curve.tag]) == 1)
            found.setdefault(_training(curve.task), []).append(seen)
    return [Training(name, tuple(found[name])) for name in sorted(found)]


def _training(task: str) -> str:
    """The training of a log: its own name, without ``train`` and ``validation``."""
    parent, _, last = task.rpartition("/")
    return parent if last.lower() in TRAINING_LOGS or held_out_log(task) else task


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _see(curve: Curve, known: Known, context: Context, *, alone: bool) -> Seen:
    shape = shape_of(curve.steps, curve.values)
    lost = shape.not_finite
    kept = np.isfinite(curve.values)
    if lost is not None and kept.any():
        shape = replace(shape_of(curve.steps[kept], curve.values[kept]), not_finite=lost)
    ended = context.ended or curve.task in context.notes
    name = _short(curve.tag) if alone else f"{_short(curve.tag)} of {_short(curve.task)}"
    return Seen(curve, known, shape, lost, name, ended)
