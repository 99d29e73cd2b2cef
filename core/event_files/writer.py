"""Points of curves as an event file of TensorBoard's: the same points always give the same bytes."""

import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import groupby

from core.errors import StudioError
from core.event_files.found import EVENTS_ARTIFACT, MARK
from core.storage import open_store

DIGITS = 12
MASK_DELTA = 0xA282EAD8


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """One value of a curve; ``wall_time`` is in seconds since 1970."""

    step: int
    wall_time: float
    tag: str
    value: float


def event_file(points: Iterable[Point]) -> bytes:
    """Points as simple values, which every reader knows; those of a step stand together."""
    from tensorboard.compat.proto.event_pb2 import Event  # noqa: PLC0415 - heavy, and few write

    found = sorted(points)
    first = found[0].wall_time if found else 0.0
    content = [record(Event(wall_time=first, file_version="brain.Event:2").SerializeToString())]
    for (step, wall_time), together in groupby(found, key=lambda one: (one.step, one.wall_time)):
        event = Event(wall_time=wall_time, step=step)
        for one in together:
            event.summary.value.add(tag=one.tag, simple_value=one.value)
        content.append(record(event.SerializeToString()))
    return b"".join(content)


def record(data: bytes) -> bytes:
    """An event as a record of TensorFlow's: its length, the data, and a checksum of either."""
    length = struct.pack("<Q", len(data))
    return b"".join([length, _sum(length), data, _sum(data)])


def _sum(data: bytes) -> bytes:
    return struct.pack("<I", masked_crc(data))


def masked_crc(data: bytes) -> int:
    """The masked crc32c that guards a record; TensorBoard's own is written in Python and slow."""
    import google_crc32c  # noqa: PLC0415 - compiled code, loaded when a file is read or written

    crc = int(google_crc32c.value(data))
    return ((crc >> 15 | crc << 17) + MASK_DELTA) & 0xFFFFFFFF


def keep_points(root: str, task: str, points: Iterable[Point]) -> str:
    """Put points where the curves of a run's task are looked for; may be called again with more of them.

    A file is named by its content, so nothing is written where nothing is new; what it replaces goes.

    Args:
        root: Where the run writes.
        task: Which of its tasks they belong to.
        points: All that there are.

    Returns:
        The address of the folder.

    Raises:
        StudioError: They cannot be stored.
    """
    content = event_file(points)
    folder = f"{EVENTS_ARTIFACT}/{task}"
    store = open_store(root)
    key = f"{folder}/events.out.{MARK}.{sha256(content).hexdigest()[:DIGITS]}.prefstudio"
    there = [stored.key for stored in store.list(f"{folder}/")]
    if key not in there:
        store.put(key, BytesIO(content))
    for old in there:
        if old != key and old.endswith(".prefstudio"):
            with suppress(StudioError):  # two files with the same points are read as one
                store.delete(old)
    return store.address(folder)
