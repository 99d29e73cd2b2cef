"""What one event file holds: read once, and read on where it has grown."""

import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from core.curves.points import Points
from core.curves.records import Place, Records
from core.event_files import MARK, record

TOO_LARGE = "records too large to hold a number"
Parameters = Mapping[str, float | str | bool]


@dataclass(frozen=True, eq=False, slots=True)
class LogFile:
    """What one event file holds, as far as it has been read.

    Attributes:
        address: Where it is, for sentences.
        place: How far that is, and what was lost.
        began: Wall time of its first event; None before there is one.
        tags: Its scalars.
        restarts: Steps from which on it says itself that what was written earlier does not count.
        hparams: Parameters that the trainer wrote.
        passed_over: Entries that hold no scalar, by kind.
        events: How many records are events with content.
        refused: Why it could not be read at all, as a sentence; empty where it could.
    """

    address: str
    place: Place = field(default_factory=Place)
    began: float | None = None
    tags: Mapping[str, Points] = field(default_factory=dict)
    restarts: tuple[int, ...] = ()
    hparams: Parameters = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    events: int = 0
    refused: str = ""

    @property
    def trouble(self) -> str:
        """What could not be read, as a sentence; empty where all could."""
        place = self.place
        if self.refused:
            return self.refused
        if place.foreign:
            return f"{self.address} is not an event file; name one that TensorBoard could read."
        if place.damaged is not None:
            return (
                f"{self.address} is damaged from byte {place.damaged:,} on: {place.lost:,} bytes cannot be "
                "read and are left out. Copy it from its source again."
            )
        if place.records > place.skipped and not self.events:
            return f"{self.address} holds records, but not TensorBoard's events."
        return ""

    @property
    def weight(self) -> int:
        """About how many points' room it takes."""
        return sum(len(points) for points in self.tags.values()) + OVERHEAD * (len(self.tags) + 1)


OVERHEAD = 20
"""A tag's or a file's own room, in points of 24 bytes."""


def read_on(file: BinaryIO, known: LogFile) -> LogFile | None:
    """What a file holds, going on where it is known; None where it is another file by now.

    Whatever it holds, nothing is raised but what reading a file raises.
    """
    from core.curves.events import Events  # noqa: PLC0415 - loads protobuf and TensorBoard's messages

    place = replace(known.place)
    records = Records(file, place)
    if not records.known_again():
        return None
    events = Events(known.tags)
    skipped = place.skipped
    for block in records.blocks():
        events.take(block)
    too_large = {TOO_LARGE: place.skipped - skipped} if place.skipped > skipped else {}
    return replace(
        known,
        place=place,
        began=events.began if known.began is None else known.began,
        tags={**known.tags, **{tag: column.points() for tag, column in events.columns.items()}},
        restarts=(*known.restarts, *events.restarts),
        hparams={**known.hparams, **_parameters(events.hparams)},
        passed_over=Counter(known.passed_over) + events.passed_over + Counter(too_large),
        events=known.events + events.events,
    )


def _parameters(event: bytes) -> dict[str, float | str | bool]:
    """The parameters in an event of TensorBoard's hparams plugin, by tbparse; odd ones cost no curve."""
    if not event:
        return {}
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # noqa: PLC0415 - heavy

    try:
        pairs = _hparams(event)
    except (AssertionError, DecodeError, LookupError, OSError, TypeError, ValueError):
        return {}
    return {str(name): value for name, value in pairs if isinstance(value, float | str | bool)}


def _hparams(event: bytes) -> list[tuple[object, object]]:
    """Names and values; tbparse reads files only."""
    from tbparse import SummaryReader  # noqa: PLC0415 - loads pandas; few logs have parameters

    with TemporaryDirectory() as folder, warnings.catch_warnings():
        # tbparse 0.0.9 sorts in place, which pandas 4 will no longer know.
        warnings.filterwarnings("ignore", "The inplace keyword", module=r"tbparse\.")
        path = Path(folder) / f"events.out.{MARK}.hparams"
        path.write_bytes(record(event))
        frame = SummaryReader(str(path), event_types={"hparams"}).hparams
    return [] if frame.empty else [*zip(frame["tag"].tolist(), frame["value"].tolist(), strict=True)]
