"""The files a run left in the cloud: event files and predictions, as they are now."""

from collections.abc import Iterable, Mapping

from core.storage import CloudAddress, StoredObject, list_address, parse_address
from core.training.event_files import EventFile, event_files
from core.training.method import ArtifactReport
from core.training.models import FileKind

EVENTS_ARTIFACT = "tensorboard_metrics"
PREDICTIONS_ARTIFACT = "output_prediction"


def files_of(
    root: str, artifacts: Iterable[ArtifactReport]
) -> Mapping[FileKind, tuple[EventFile, ...]] | None:
    """What a run's artifacts hold; where none of them tells of event files, its whole root is searched.

    A service may name a task's artifacts only when the task has ended, while its events are there to see long
    before.

    Returns:
        Files by kind, or None for a run on this machine, whose files are read where they are.
    """
    if not isinstance(parse_address(root), CloudAddress):
        return None
    known = [one for one in artifacts if _is_in_the_cloud(one)]
    named = [one for one in known if one.name.startswith(EVENTS_ARTIFACT)]
    addresses = [one.address for one in named] if _all_tell(named) else [root]
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


def _is_in_the_cloud(artifact: ArtifactReport) -> bool:
    """Whether a service names a place of its own; it must not lead the studio to files of this machine."""
    return artifact.address.startswith("gs://")


def _all_tell(named: list[ArtifactReport]) -> bool:
    """Whether both trainers have named their artifact: until then there may be events that nobody names."""
    return len({one.task for one in named}) > 1


def _file(found: StoredObject, task: str) -> EventFile:
    return EventFile(found.address, task, found.generation, found.size)
