"""One event file, read record by record; TensorBoard's reader takes a damaged file for a short one."""

import struct
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from core.event_files import masked_crc

HEADER = 12  # bytes: the length as uint64, then its masked crc32c as uint32
FOOTER = 4  # bytes: the masked crc32c of the data


@dataclass
class Written:
    """The points of one tag as a file has them, in the order of writing."""

    steps: "array[int]" = field(default_factory=lambda: array("q"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    wall_times: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass
class LogFile:
    """What one event file holds, as far as it has been read.

    Attributes:
        address: Where it is, for sentences.
        began: Wall time of its first event; NaN before there is one.
        tags: Its scalars.
        restarts: Steps from which on it says itself that earlier files do not count.
        hparams: Parameters that the trainer wrote.
        passed_over: Entries that hold no scalar, by kind.
        trouble: What could not be read, as a sentence; empty where all could.
    """

    address: str
    began: float = float("nan")
    tags: dict[str, Written] = field(default_factory=dict)
    restarts: list[int] = field(default_factory=list)
    hparams: dict[str, float | str | bool] = field(default_factory=dict)
    passed_over: "Counter[str]" = field(default_factory=Counter)
    trouble: str = ""


def read_file(path: Path, address: str) -> LogFile:
    """Read an event file; whatever it holds, nothing is raised but what the file system raises.

    A last record that is cut off is no damage: the file is being written. The format is that of TensorFlow's
    ``core/lib/io/record_writer.h``.
    """
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # noqa: PLC0415 - heavy
    from tensorboard.compat.proto.event_pb2 import Event  # noqa: PLC0415 - heavy

    found = LogFile(address)
    with path.open("rb") as file:
        for record in _records(file, found, size=path.stat().st_size):
            try:
                event = Event.FromString(record)
            except DecodeError:
                found.trouble = f"{address} holds records, but not TensorBoard's events."
                break
            _take(event, found)
    return found


def _records(file: BinaryIO, found: LogFile, *, size: int) -> Iterator[bytes]:
    start = 0
    while True:
        header = file.read(HEADER)
        if len(header) < HEADER:
            return
        length, checksum = struct.unpack("<QI", header)
        if masked_crc(header[:8]) != checksum:
            found.trouble = _damage(found.address, start)
            return
        end = start + HEADER + length + FOOTER
        if end > size:
            return
        data, footer = file.read(length), file.read(FOOTER)
        if masked_crc(data) != struct.unpack("<I", footer)[0]:
            found.trouble = _damage(found.address, start)
            return
        yield data
        start = end


def _damage(address: str, start: int) -> str:
    """Say whether it never was an event file or has been damaged."""
    if start == 0:
        return f"{address} is not an event file; name one that TensorBoard could read."
    return f"{address} is damaged from byte {start:,} on; copy it from its source again."


def _take(event: Any, found: LogFile) -> None:
    """Take an event's scalars."""
    if found.began != found.began:
        found.began = event.wall_time
    if event.HasField("session_log") and event.session_log.status == event.session_log.START:
        found.restarts.append(event.step)
    for entry in event.summary.value:
        value = _scalar(entry)
        if value is None:
            found.passed_over["other entries"] += 1
            continue
        written = found.tags.setdefault(entry.tag, Written())
        written.steps.append(event.step)
        written.values.append(value)
        written.wall_times.append(event.wall_time)


def _scalar(entry: Any) -> float | None:
    """An entry's number, or None where it holds something else."""
    if entry.HasField("simple_value"):
        return float(entry.simple_value)
    if not entry.HasField("tensor") or entry.tensor.tensor_shape.dim:
        return None
    from tensorboard.util.tensor_util import make_ndarray  # noqa: PLC0415 - heavy

    try:
        return float(make_ndarray(entry.tensor).item())
    except (TypeError, ValueError, AttributeError, KeyError):
        return None
