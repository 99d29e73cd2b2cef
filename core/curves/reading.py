"""Read the curves at an address: each log's files become its curves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from core.curves.curve import Curve, Curves, Trouble
from core.curves.records import LogFile, Written, read_file
from core.event_files import FoundFile, find_event_files
from core.storage import local_copy


def read_curves(address: str, *, cache: Path) -> Curves:
    """Read all curves below an address.

    Args:
        address: A folder or a file, on this machine or in Cloud Storage.
        cache: The folder for copies of remote files.

    Returns:
        The curves, and what could not be read of them; no curves where nothing has been written yet.
    """
    return read_event_files(find_event_files(address), cache=cache)


def read_event_files(files: Iterable[FoundFile], *, cache: Path) -> Curves:
    """As `read_curves`, for files that are known: nothing is listed, and what is cached is not fetched."""
    return combine([(file.task, read_file(local_copy(file, cache=cache), file.address)) for file in files])


def combine(read: Sequence[tuple[str, LogFile]]) -> Curves:
    """Put the files of each log together, in the order in which they were begun."""
    logs: dict[str, list[LogFile]] = defaultdict(list)
    for task, file in sorted(read, key=lambda one: (one[0], _or_zero(one[1].began), one[1].address)):
        logs[task].append(file)
    return Curves(
        tuple(curve for task in sorted(logs) for curve in _curves(task, logs[task])),
        len(read),
        tuple(Trouble(file.address, file.trouble) for _, file in read if file.trouble),
        {task: {k: v for file in files for k, v in file.hparams.items()} for task, files in logs.items()},
        sum((file.passed_over for _, file in read), Counter()),
    )


def _or_zero(value: float) -> float:
    return 0.0 if value != value else value  # noqa: PLR0124 - NaN


def _curves(task: str, files: Sequence[LogFile]) -> list[Curve]:
    """The curves of one log."""
    tags = sorted({tag for file in files for tag in file.tags})
    start = min((min(written.steps) for file in files for written in file.tags.values()), default=0)
    return [_curve(task, tag, files, start) for tag in tags]


def _curve(task: str, tag: str, files: Sequence[LogFile], start: int) -> Curve:
    """One curve: a later file that begins at step s retires what earlier ones have from s on.

    That is what TensorBoard's own loader does (``rustboard``), where a restarted trainer repeats steps.
    Within a file the value written last counts.
    """
    steps = np.empty(0, np.int64)
    values, times = np.empty(0, np.float64), np.empty(0, np.float64)
    for file in files:
        written = file.tags.get(tag, Written())
        begins = [*file.restarts, *written.steps[:1]]
        if begins:
            kept = steps < min(begins)
            steps, values, times = steps[kept], values[kept], times[kept]
        steps = np.concatenate([steps, np.array(written.steps, np.int64)])
        values = np.concatenate([values, np.array(written.values, np.float64)])
        times = np.concatenate([times, np.array(written.wall_times, np.float64)])
        order = np.argsort(steps, kind="stable")
        last = np.append(np.diff(steps[order]) > 0, [True] if len(steps) else [])
        chosen = order[last.astype(bool)]
        steps, values, times = steps[chosen], values[chosen], times[chosen]
    return Curve(task, tag, steps, values, times, start)
