"""Read the curves at an address: each log's files become its curves."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from core.curves.curve import Curve, Curves, Trouble
from core.curves.log_file import LogFile
from core.curves.memory import LogMemory
from core.curves.others import other_logs
from core.curves.points import Points, joined
from core.errors import StudioError
from core.event_files import FoundFile, event_files
from core.storage import list_address

NEVER = 1 << 63  # beyond every step


def read_curves(address: str, *, cache: Path, memory: LogMemory | None = None) -> Curves:
    """Read all curves below an address: of event files, trackio's databases and what W&B's command prints.

    Args:
        address: A folder or a file, on this machine or in Cloud Storage.
        cache: The folder for copies of remote files.
        memory: What has been read before; only what is new is read then.

    Returns:
        The curves, and what could not be read of them; no curves where nothing has been written yet.

    Raises:
        StudioError: Nothing of it can be read: the address is of no kind that is known, is not open to the
            studio, or does not answer.
    """
    memory = memory or LogMemory()
    refused: list[StudioError] = []
    listed = list_address(address, refused=refused.append)
    if refused and not listed:
        raise refused[0]
    read = [(file.task, memory.read(file, cache=cache)) for file in event_files(listed, address)]
    others = other_logs(listed, {task for task, _ in read}, cache=cache, memory=memory)
    found = combine([*read, *others])
    troubles = (*(Trouble(address, str(error)) for error in refused), *found.troubles)
    return replace(found, troubles=troubles)


def read_event_files(files: Iterable[FoundFile], *, cache: Path, memory: LogMemory | None = None) -> Curves:
    """As `read_curves`, for files that are known: nothing is listed, and what is cached is not fetched."""
    memory = memory or LogMemory()
    return combine([(file.task, memory.read(file, cache=cache)) for file in files])


def combine(read: Sequence[tuple[str, LogFile]]) -> Curves:
    """Put the files of each log together, in the order in which they were begun."""
    logs: dict[str, list[LogFile]] = defaultdict(list)
    for task, file in sorted(read, key=lambda one: (one[0], one[1].began or 0.0, _counted(one[1].address))):
        logs[task].append(file)
    return Curves(
        tuple(curve for task, files in logs.items() for curve in _curves(task, files)),
        len(read),
        tuple(Trouble(file.address, file.trouble) for _, file in read if file.trouble),
        {task: hparams for task, files in logs.items() if (hparams := _together(files))},
        sum((Counter(file.passed_over) for _, file in read), Counter()),
    )


def _counted(address: str) -> list[tuple[int, str]]:
    """An address to sort by: writers count files begun at one moment, and the tenth comes after the ninth."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"([0-9]+)", address)]


def _together(files: Sequence[LogFile]) -> dict[str, float | str | bool]:
    return {name: value for file in files for name, value in file.hparams.items()}


def _curves(task: str, files: Sequence[LogFile]) -> list[Curve]:
    """The curves of one log, by their tags.

    A later file that begins at step s retires what earlier ones have from s on, tag by tag: so a trainer that
    was restarted leaves one clean curve, as TensorBoard's own loader (``rustboard``) shows it. Where a file
    says itself that it restarts at a step, as torch does with ``purge_step``, that holds for all tags.
    """
    parts: dict[str, list[Points]] = defaultdict(list)
    limits: dict[str, int] = {}
    restarted = NEVER
    for file in reversed(files):
        for tag, points in file.tags.items():
            if kept := points.below(min(limits.get(tag, NEVER), restarted)):
                parts[tag].append(kept)
                limits[tag] = int(kept.steps[0])
        restarted = min(restarted, *file.restarts, NEVER)
    found = {tag: joined(parts[tag][::-1]) for tag in sorted(parts)}
    start = min((int(points.steps[0]) for points in found.values()), default=0)
    return [
        Curve(task, tag, points.steps, points.values, points.wall_times, start)
        for tag, points in found.items()
    ]
