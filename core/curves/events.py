"""From the records of a file to its points: decoded by protobuf, or taken from records of a known look."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from tensorboard.compat.proto.event_pb2 import Event, SessionLog

from core.curves.looks import Looks
from core.curves.points import NO_POINTS, Column, Points
from core.curves.tensors import number_or_kind

KINDS = {
    "graph_def": "graphs",
    "meta_graph_def": "graphs",
    "tagged_run_metadata": "profiles",
    "log_message": "messages",
}
NO_EVENT = "records that are no events"
HPARAMS, SESSION_START = "hparams", "_hparams_/session_start_info"
DOUBLE = 2  # of TensorFlow's types


class Events:
    """Takes what is in the records of one file, in their order.

    Attributes:
        columns: The tags that got points, behind those of them that were ``known``.
        began: Wall time of the first event that has one.
        restarts: Steps from which on what was written before does not count.
        hparams: The last record that tells hyperparameters.
        passed_over: What holds no number, by kind.
        events: How many records are events with content; those of a known look, which are, not counted.
    """

    def __init__(self, known: Mapping[str, Points]) -> None:
        self.columns: dict[str, Column] = {}
        self.began: float | None = None
        self.restarts: list[int] = []
        self.hparams = b""
        self.passed_over: Counter[str] = Counter()
        self.events = 0
        self._known = known
        self._looks = Looks()

    def take(self, records: list[bytes]) -> None:
        """Take the points of some records."""
        self._looks.take(records, self._decode)

    def _decode(self, data: bytes) -> None:
        """Take a record as protobuf decodes it, event by event: what one holds spoils no other."""
        try:
            event = Event.FromString(data)
        except DecodeError:
            self.passed_over[NO_EVENT] += 1
            return
        what = event.WhichOneof("what")
        self.events += what is not None
        if self.began is None and event.wall_time > 0:
            self.began = event.wall_time
        if what == "summary":
            for entry in event.summary.value:
                self._take(entry, event, data)
        elif what == "session_log" and event.session_log.status == SessionLog.START:
            self._restart(event.step)
        elif what in KINDS:
            self.passed_over[KINDS[what]] += 1

    def _take(self, entry: Any, event: Any, data: bytes) -> None:
        """Take an entry of an event: a number, hyperparameters, or something that is only counted."""
        if entry.metadata.plugin_data.plugin_name == HPARAMS:
            self.hparams = data if entry.tag == SESSION_START else self.hparams
            return
        found = number_or_kind(entry)
        if isinstance(found, str):
            self.passed_over[found] += 1
            return
        column = self._column(entry.tag)
        column.add(event.step, found, event.wall_time)
        if len(event.summary.value) == 1:
            self._looks.remember(data, found, 8 if entry.tensor.dtype == DOUBLE else 4, column)

    def _column(self, tag: str) -> Column:
        if tag not in self.columns:
            self.columns[tag] = Column(self._known.get(tag, NO_POINTS))
        return self.columns[tag]

    def _restart(self, step: int) -> None:
        """A trainer that starts again at a step says so; what was written from there on does not count."""
        self.restarts.append(step)
        for tag in {*self._known, *self.columns}:
            self._column(tag).retire(step)
