"""One run as another tool kept it, while it is read."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.curves.log_file import LogFile
from core.curves.points import Column

NAMED = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
"""JSON has no numbers for them; both tools write these words."""

OTHER = "entries without a number"
MOST_PARAMETERS = 1_000
MOST_TAGS = 100_000
"""Of all runs of a file together: a tag takes room before it has a point."""
TOO_MANY = f"entries of more tags than {MOST_TAGS:,}"
DEEPEST = 50  # parameters within parameters
LONGEST_TEXT = 1_000  # characters of a parameter


@dataclass(slots=True)
class Room:
    """How many more tags the runs of a file may have."""

    left: int = field(default_factory=lambda: MOST_TAGS)


@dataclass(slots=True)
class OtherRun:
    """What is known of a run so far.

    Attributes:
        name: What its tool calls it; several may be called alike.
        id: What tells it from all others.
        room: That of all runs of its file.
    """

    name: str
    id: str
    room: Room = field(default_factory=Room)
    columns: dict[str, Column] = field(default_factory=dict)
    hparams: dict[str, float | str | bool] = field(default_factory=dict)
    passed_over: "Counter[str]" = field(default_factory=Counter)
    began: float | None = None

    def take(self, metrics: Mapping[str, object], step: int, at: float) -> None:
        """Take what was logged at a step."""
        if self.began is None and math.isfinite(at):
            self.began = at
        for tag, raw in metrics.items():
            value = number(raw)
            if value is None:
                self.passed_over[OTHER] += 1
                continue
            column = self.columns.get(tag) or self._new_column(tag)
            if column is None:
                self.passed_over[TOO_MANY] += 1
            else:
                column.add(step, value, at)

    def _new_column(self, tag: str) -> Column | None:
        if self.room.left <= 0:
            return None
        self.room.left -= 1
        self.columns[tag] = Column()
        return self.columns[tag]

    def configure(self, config: Mapping[str, object]) -> None:
        """Take parameters; of nested ones each gets its path for a name."""
        for name, value in _leaves(config):
            if len(self.hparams) >= MOST_PARAMETERS:
                break
            self.hparams[name] = value

    def log_file(self, address: str) -> LogFile:
        """The run as a log."""
        return LogFile(
            address,
            began=self.began,
            tags={tag: column.points() for tag, column in self.columns.items()},
            hparams=self.hparams,
            passed_over=self.passed_over,
        )


def number(raw: object) -> float | None:
    """A logged value as a number; None for everything else, truth values among it."""
    if isinstance(raw, str):
        return NAMED.get(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        return float(raw)
    except OverflowError:
        return math.inf if raw > 0 else -math.inf


def _leaves(config: Mapping[str, object], above: str = "") -> Iterator[tuple[str, float | str | bool]]:
    """Parameters that can be shown; names that begin with an underscore are the tools' own."""
    for name, value in config.items():
        if name.startswith("_"):
            continue
        if isinstance(value, Mapping):
            if above.count(".") >= DEEPEST:
                continue
            yield from _leaves(value, f"{above}{name}.")
        elif isinstance(value, bool):
            yield above + name, value
        elif isinstance(value, str):
            yield above + name, value[:LONGEST_TEXT]
        elif (found := number(value)) is not None:
            yield above + name, found
