"""The files a run leaves in the cloud: event files, each with its log's name, and predictions."""

from collections.abc import Iterable, Mapping

from core.event_files import EVENTS_ARTIFACT, FoundFile, event_files, named_apart
from core.storage import CloudAddress, StoredObject, list_address, parse_address
from core.training.exchanged import ArtifactReport
from core.training.models import FileKind

PREDICTIONS_ARTIFACT = "output_prediction"

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
    events = named_apart(
        file for address in addresses for file in event_files(list_address(address), address)
    )
    predictions = [
        _file(found, one.task)
        for one in known
        if one.name.startswith(PREDICTIONS_ARTIFACT)
        for found in list_address(one.address)
    ]
    return {FileKind.EVENTS: tuple(events), FileKind.PREDICTIONS: tuple(predictions)}


def _file(found: StoredObject, task: str) -> FoundFile:
    return FoundFile(found.address, task, found.generation, found.size)
