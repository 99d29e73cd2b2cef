"""The files a run leaves: event files, of which the task that wrote them is told, and predictions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.storage import CloudAddress, LocalAddress, StoredObject, list_address, parse_address
from core.training.exchanged import ArtifactReport
from core.training.models import FileKind

# The tasks of Google's pipeline, as its object names spell them without hyphens and underscores.
KNOWN_TASKS = {"rewardmodeltrainer": "reward-model-trainer", "reinforcer": "reinforcer"}
# Folders that only say "here are metrics"; the folder above them names the task.
LAYOUT_FOLDERS = {"tensorboardmetrics", "tensorboard", "metrics", "logs", "train"}
TASK_ID = re.compile(r"_-?\d+$")
EVENTS_ARTIFACT = "tensorboard_metrics"
PREDICTIONS_ARTIFACT = "output_prediction"
MARK = "tfevents"
PROFILE_MARK = ".profile-empty"  # TensorFlow's profiler leaves such files; they hold no summaries


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file, wherever it is; address, generation and size together tell whether it changed."""

    address: str
    task: str
    generation: str
    size: int


Files = Mapping[FileKind, tuple[FoundFile, ...]]
"""Files in the cloud by kind."""


def files_of(root: str, artifacts: Iterable[ArtifactReport]) -> Files | None:
    """What a run's artifacts hold; where none of them tells of event files, its whole root is searched.

    A service may name a task's artifacts only when the task has ended, while its events are there to see long
    before.

    Returns:
        Files by kind, or None for a run on this machine, whose files are read where they are.
    """
    if not isinstance(parse_address(root), CloudAddress):
        return None
    # An artifact's address is a service's word: it must not lead the studio to files of this machine.
    known = [one for one in artifacts if one.address.startswith("gs://")]
    named = [one for one in known if one.name.startswith(EVENTS_ARTIFACT)]
    # Until both trainers have named theirs there may be events that nobody names.
    addresses = [one.address for one in named] if len({one.task for one in named}) > 1 else [root]
    events = {
        file.address: file for address in addresses for file in event_files(list_address(address), address)
    }
    predictions = [
        _file(found, one.task)
        for one in known
        if one.name.startswith(PREDICTIONS_ARTIFACT)
        for found in list_address(one.address)
    ]
    return {FileKind.EVENTS: tuple(events.values()), FileKind.PREDICTIONS: tuple(predictions)}


def _file(found: StoredObject, task: str) -> FoundFile:
    return FoundFile(found.address, task, found.generation, found.size)


def find_event_files(address: str) -> list[FoundFile]:
    """Find every ``*tfevents*`` object at or below an address.

    Args:
        address: A local path, ``file://`` or ``gs://`` address of a run, a folder of it or one file.

    Returns:
        The files sorted by their path below the address; empty where no task has written one yet.
    """
    found = list_address(address)
    return event_files(found, address)


def event_files(found: Iterable[StoredObject], address: str) -> list[FoundFile]:
    """Those of the objects found at or below an address that are event files."""
    return [_event_file(stored, address) for stored in found if is_event_name(stored.key.rpartition("/")[2])]


def task_name(path: str, root: str) -> str:
    """Name the task that wrote an event file.

    Looked for is a known task's name: before ``tfevents`` in the file's name (where a download has
    flattened the folders), then in the folders from the nearest upwards. Else it is the nearest folder that
    is not mere layout such as ``train``, without its ``_<task id>``.

    Args:
        path: The file's path below ``root``.
        root: The path of the folder where the search began; asked only if ``path`` alone does not tell.
    """
    *folders, name = path.split("/")
    nearest_first = [name.partition(MARK)[0], *reversed(folders)]
    above = list(reversed([part for part in root.split("/") if part]))
    return _known(nearest_first) or _own_name(folders[::-1]) or _known(above) or _own_name(above) or "run"


def _event_file(stored: StoredObject, root: str) -> FoundFile:
    """What is kept about a stored event file."""
    place = parse_address(root)
    path = place.path.as_posix() if isinstance(place, LocalAddress) else place.name
    # An address of one file ends with that file's key; the search began in its folder.
    task = task_name(stored.key, path.removesuffix(stored.key))
    return FoundFile(stored.address, task, generation=stored.generation, size=stored.size)


def is_event_name(name: str) -> bool:
    """Whether a file of this name holds summaries; TensorBoard too goes by the name."""
    return MARK in name and not name.endswith(PROFILE_MARK)


def _known(parts: list[str]) -> str:
    """The first known task named in these parts of a path, or nothing."""
    for part in parts:
        for plain, task in KNOWN_TASKS.items():
            if plain in _plain(part):
                return task
    return ""


def _own_name(folders: list[str]) -> str:
    """The first folder that is not mere layout, without its task id, or nothing."""
    return next((TASK_ID.sub("", folder) for folder in folders if _plain(folder) not in LAYOUT_FOLDERS), "")


def _plain(part: str) -> str:
    """A part of a path without case, hyphens and underscores."""
    return part.lower().replace("-", "").replace("_", "")
