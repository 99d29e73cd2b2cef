"""The event files at or below an address, and the log to which each belongs: what TensorBoard calls a run.

A log is a folder of event files. One is never read as two, nor two as one: so a run that was resumed in its
folder stays one curve, and ``lr_1`` and ``lr_2`` stay two. A log's name is that of the task that wrote it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.storage import LocalAddress, StoredObject, list_address, parse_address

# The tasks of Google's pipeline, as its object names spell them without hyphens and underscores.
KNOWN_TASKS = {"rewardmodeltrainer": "reward-model-trainer", "reinforcer": "reinforcer"}
# Folders that only say "here are metrics"; the folder above them names the task.
LAYOUT_FOLDERS = {"tensorboardmetrics", "tensorboard", "metrics", "logs", "train"}
# Folders of what is measured on data that is not trained on; the folder above them names the task here, too.
HELD_OUT_FOLDERS = {"validation", "valid", "val", "evaluation", "eval"}
TASK_ID = re.compile(r"_-?\d{15,20}$")
"""As Vertex's ids are long; a shorter number tells two runs apart."""

EVENTS_ARTIFACT = "tensorboard_metrics"
MARK = "tfevents"
PROFILE_MARK = ".profile-empty"  # TensorFlow's profiler leaves such files; they hold no summaries
NO_NAME = "run"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file, wherever it is; address, generation and size together tell whether it changed.

    Attributes:
        address: Where it is.
        task: The name of the log that it belongs to; no two logs found together have one.
        generation: What changes whenever it is written anew.
        size: Bytes.
    """

    address: str
    task: str
    generation: str
    size: int


def find_event_files(address: str) -> list[FoundFile]:
    """Find every ``*tfevents*`` object at or below an address.

    Args:
        address: A local path, ``file://`` or ``gs://`` address of a run, a folder of it or one file.

    Returns:
        The files sorted by their path below the address; empty where no task has written one yet.
    """
    return event_files(list_address(address), address)


def event_files(found: Iterable[StoredObject], address: str) -> list[FoundFile]:
    """Those of the objects found at or below an address that are event files, each with its log's name."""
    place = parse_address(address)
    root = place.path.as_posix() if isinstance(place, LocalAddress) else place.name
    events = [stored for stored in found if is_event_name(stored.key.rpartition("/")[2])]
    # An address of one file ends with that file's key; the search began in its folder.
    names = task_names([stored.key for stored in events], [root.removesuffix(one.key) for one in events])
    return [
        FoundFile(stored.address, task, generation=stored.generation, size=stored.size)
        for stored, task in zip(events, names, strict=True)
    ]


OTHER_ENDINGS = (".db", ".db-wal", ".wandb", ".wandb.jsonl")
"""Of logs of trackio and W&B, which are read beside event files where somebody keeps them."""


def is_log_name(name: str) -> bool:
    """Whether a file of this name is worth sending: it may hold curves."""
    return is_event_name(name) or name.endswith(OTHER_ENDINGS)


def is_event_name(name: str) -> bool:
    """Whether a file of this name holds summaries; TensorBoard too goes by the name."""
    return MARK in name and not name.endswith(PROFILE_MARK)


def named_apart(files: Iterable[FoundFile]) -> list[FoundFile]:
    """Files of several searches, in which two logs may have got one name: those get more of their path.

    Files at one address are one file, found twice.
    """
    once = list({file.address: file for file in files}.values())
    names = _apart([_Log(one.task, _log_of(one.address)) for one in once])
    return [replace(file, task=name) for file, name in zip(once, names, strict=True)]


def task_names(paths: Sequence[str], roots: Sequence[str]) -> list[str]:
    """Name the logs of files that were found together: one name a log, and no two alike.

    Args:
        paths: The files' paths below where the search began.
        roots: The path of that place, for each; asked only if the file's own path does not tell.
    """
    logs = [_Log(task_name(path, root), _log_of(path)) for path, root in zip(paths, roots, strict=True)]
    return _apart(logs)


def task_name(path: str, root: str) -> str:
    """Name the task that wrote an event file, looking at this file alone.

    Looked for is a known task's name: before ``tfevents`` in the file's name (where a download has
    flattened the folders), then in the folders from the nearest upwards. Else it is the nearest folder that
    is not mere layout such as ``train``, without its ``_<task id>``. What is measured on held-out data says
    so behind its task's name.

    Args:
        path: The file's path below ``root``.
        root: The path of the folder where the search began; asked only if ``path`` alone does not tell.
    """
    *folders, name = path.split("/")
    nearest_first = [name.partition(MARK)[0], *reversed(folders)]
    above = list(reversed([part for part in root.split("/") if part]))
    task = _known(nearest_first) or _own_name(folders[::-1]) or _known(above) or _own_name(above) or NO_NAME
    nearest = next((one for one in [*folders[::-1], *above] if _plain(one) not in LAYOUT_FOLDERS), "")
    return f"{task}/{nearest}" if _plain(nearest) in HELD_OUT_FOLDERS else task


@dataclass(frozen=True)
class _Log:
    """The name that a log would like to have, and what it is told by."""

    name: str
    parts: tuple[str, ...]


def _log_of(path: str) -> tuple[str, ...]:
    """The folders of a file, and what its name begins with where a download has flattened them.

    Stars of its own are doubled, so that no folder is called as a flattened one.
    """
    *folders, name = path.replace("*", "**").split("/")
    flat = name.partition(MARK)[0].removesuffix("events.out.")
    return (*folders, f"{flat}*") if flat else tuple(folders)


def _apart(logs: Sequence[_Log]) -> list[str]:
    """One name for each log: where several would like the same, what tells them apart is added.

    Where that ends in the same words after all, both are called by their paths, which are never alike: that
    of the place itself is a dot, as in TensorBoard.
    """
    rivals: dict[str, set[tuple[str, ...]]] = {}
    for log in logs:
        rivals.setdefault(log.name, set()).add(log.parts)
    given = {
        (name, parts): own
        for name, all_of in rivals.items()
        for parts, own in _told_apart(name, all_of).items()
    }
    paths = {log: "/".join(log[1]) or "." for log in given}
    while alike := {own for own, count in Counter(given.values()).items() if count > 1}:
        changed = given | {log: paths[log] for log, own in given.items() if own in alike}
        if changed == given:
            break
        given = changed
    return [given[log.name, log.parts] for log in logs]


def _told_apart(name: str, logs: set[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Names of logs that would have one: with the parts of their paths that not all of them have."""
    if len(logs) == 1:
        return dict.fromkeys(logs, name)
    shared = set.intersection(*(set(parts) for parts in logs))
    return {parts: _with(name, [part for part in parts if part not in shared]) for parts in logs}


def _with(name: str, own: Sequence[str]) -> str:
    """A log's name with its own parts; mere layout, and what only repeats the name, is left out.

    That it is of held-out data stays the last word.
    """
    said = {*LAYOUT_FOLDERS, *(_plain(part) for part in name.split("/"))}
    told = [part.rstrip("._-*") for part in own if _plain(TASK_ID.sub("", part)) not in said]
    task, _, last = name.rpartition("/")
    ordered = [task, *told, last] if task and _plain(last) in HELD_OUT_FOLDERS else [name, *told]
    return "/".join(ordered)


def _known(parts: list[str]) -> str:
    """The first known task named in these parts of a path, or nothing."""
    for part in parts:
        for plain, task in KNOWN_TASKS.items():
            if plain in _plain(part):
                return task
    return ""


def _own_name(folders: list[str]) -> str:
    """The first folder that names a task, without its task id, or nothing."""
    mere = LAYOUT_FOLDERS | HELD_OUT_FOLDERS
    return next((TASK_ID.sub("", folder) for folder in folders if _plain(folder) not in mere), "")


def _plain(part: str) -> str:
    """A part of a path without case, hyphens and underscores."""
    return part.lower().replace("-", "").replace("_", "")
