"""A curve, one scalar of a log over its steps, and all the curves found together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]

COLUMNS = ("task", "tag", "step", "relative_step", "value", "wall_time")


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """One scalar of one log: every point that was written and still counts.

    Attributes:
        task: The log's name: of a run of ours the task that wrote it, of other logs their folder.
        tag: Its own name, as the trainer wrote it.
        steps: Strictly increasing, shape (n,), n ≥ 1.
        values: Shape (n,); NaN and infinite ones are kept.
        wall_times: Seconds since 1970, shape (n,); NaN where unknown.
        start: The first step of its log, so that relative steps of all its curves mean the same.
    """

    task: str
    tag: str
    steps: Steps
    values: Floats
    wall_times: Floats
    start: int

    def __len__(self) -> int:
        """How many points it has."""
        return len(self.steps)

    @property
    def key(self) -> tuple[str, str]:
        """Task and tag."""
        return self.task, self.tag


@dataclass(frozen=True, slots=True)
class Trouble:
    """What in a file could not be used, as a sentence that names the file; the rest of it is there."""

    address: str
    sentence: str


@dataclass(frozen=True, eq=False, slots=True)
class Curves:
    """What was found at an address.

    Attributes:
        found: The curves, sorted by task and tag.
        files: How many log files there are; with some and no curve they hold no scalars.
        troubles: What could not be used.
        hparams: Parameters that a trainer wrote into its log, by task.
        passed_over: How many entries of each kind hold no scalar, such as ``{"histograms": 40}``.
    """

    found: tuple[Curve, ...] = ()
    files: int = 0
    troubles: tuple[Trouble, ...] = ()
    hparams: Mapping[str, Mapping[str, float | str | bool]] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Curve]:
        """The curves."""
        return iter(self.found)

    def __len__(self) -> int:
        """How many curves there are."""
        return len(self.found)

    def get(self, task: str, tag: str) -> Curve | None:
        """One of them, or none."""
        return next((one for one in self.found if one.key == (task, tag)), None)

    def where(self, wanted: Callable[[Curve], bool]) -> "Curves":
        """Those that are wanted, with all that is known of their files."""
        return Curves(
            tuple(filter(wanted, self.found)), self.files, self.troubles, self.hparams, self.passed_over
        )

    def frame(self) -> "pd.DataFrame":
        """All points as a tidy frame, a row a point, with the columns of ``COLUMNS``."""
        import pandas as pd  # noqa: PLC0415 - heavy, and few want a frame

        sizes = [len(one) for one in self.found]

        def column(parts: list[NDArray[np.generic]], dtype: str) -> NDArray[np.generic]:
            return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)

        def named(names: list[str]) -> "pd.Categorical[str]":
            known = sorted(set(names))
            places = {name: place for place, name in enumerate(known)}
            codes: Steps = np.array([places[name] for name in names], np.int64)
            return pd.Categorical.from_codes(np.repeat(codes, sizes), pd.Index(known))

        steps = column([one.steps for one in self.found], "int64")
        return pd.DataFrame(
            {
                "task": named([one.task for one in self.found]),
                "tag": named([one.tag for one in self.found]),
                "step": steps,
                "relative_step": steps - np.repeat([one.start for one in self.found], sizes).astype(np.int64),
                "value": column([one.values for one in self.found], "float64"),  # noqa: PD011 - ours
                "wall_time": column([one.wall_times for one in self.found], "float64"),
            },
            columns=list(COLUMNS),
            copy=False,
        )
