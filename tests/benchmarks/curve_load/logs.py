"""Logs as trainers write them, of any size."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.types_pb2 import DT_FLOAT

from core.event_files import masked_crc, record

TAGS = ("rank_loss", "reward", "kl_loss", "rl_loss", "learning_rate", "timing/uptime")
KINDS = ("values", "tensors")
EVERY_S = 0.37


def events(kind: str, steps: range, tags: tuple[str, ...] = TAGS) -> Iterator[bytes]:
    """A record a point: simple values as torch writes them, or tensors as TensorFlow 2 does."""
    dice = np.random.default_rng(steps.start)
    for step in steps:
        for place, tag in enumerate(tags):
            event = Event(wall_time=1.7e9 + step * EVERY_S + place / 100, step=step)
            entry = event.summary.value.add(tag=tag)
            number = float(np.float32(dice.normal()))
            if kind == "values":
                entry.simple_value = number
            else:
                entry.metadata.plugin_data.plugin_name = "scalars"
                entry.tensor.dtype = DT_FLOAT
                entry.tensor.tensor_shape.SetInParent()
                entry.tensor.float_val.append(number)
            yield record(event.SerializeToString())


def write_log(folder: Path, kind: str, count: int, tags: tuple[str, ...] = TAGS) -> Path:
    """A log of so many points a tag, begun as every writer begins one."""
    path = folder / "events.out.tfevents.1700000000.host"
    folder.mkdir(parents=True)
    with path.open("wb") as file:
        file.write(record(Event(wall_time=1.7e9, file_version="brain.Event:2").SerializeToString()))
        file.writelines(events(kind, range(count), tags))
    return path


def grow(path: Path, kind: str, steps: range) -> None:
    """Write on."""
    with path.open("ab") as file:
        file.writelines(events(kind, steps))


def write_giant(folder: Path, size: int) -> Path:
    """A log with a record of so many zero bytes in its middle, which takes no room on the disk."""
    path = write_log(folder, "values", 1000)
    length = struct.pack("<Q", size)
    with path.open("ab") as file:
        file.write(length + struct.pack("<I", masked_crc(length)))
        file.truncate(file.tell() + size + 4)
    grow(path, "values", range(1000, 2000))
    return path
