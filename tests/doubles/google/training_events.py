"""The event files that trainers write: TF2 tensor summaries under the real tags."""

import struct
from collections.abc import Iterator
from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory

from tensorboard.summary import Writer

FIRST_STEP = {True: 217_810, False: 0}  # the reward model's log goes on with the base model's counter
MOST_POINTS = 60
PORTIONS = 4
FRAME = 16  # bytes around a record: its length, a checksum of that, and a checksum of the record
BEGAN = 1_698_255_866.0


def training_events(*, reward_model: bool, steps: int) -> tuple[str, bytes]:
    """The whole event file of a trainer: its name and content, a point every ten steps or fewer."""
    every = max(10, -(-steps // MOST_POINTS))
    with TemporaryDirectory() as folder:
        writer = Writer(folder)
        for step in range(0, steps, every):
            at = FIRST_STEP[reward_model] + step
            for tag, value in _values(step / steps, reward_model=reward_model).items():
                writer.add_scalar(tag, value, at, wall_time=BEGAN + step)
        writer.close()
        (path,) = Path(folder).iterdir()
        return f"{path.name}.v2", path.read_bytes()


def _values(done: float, *, reward_model: bool) -> dict[str, float]:
    """Plausible curves: they fall or rise and level off."""
    common = {
        "learning_rate": 1e-4,
        "learning_rate/current": 1e-4 * (1 - done),
        "timing/uptime": 60 + 3600 * done,
    }
    level = 1 - exp(-4 * done)
    if reward_model:
        return {"rank_loss": 0.69 - 0.15 * level, **common}
    return {"kl_loss": 0.05 * level, "reward": -1 + 2.5 * level, "rl_loss": 0.4 - 0.2 * level, **common}


def portions(file: tuple[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """A file as it grows: its first quarter, half, three quarters and all of it, cut between records."""
    name, content = file
    ends = _record_ends(content)
    for portion in range(1, PORTIONS + 1):
        yield name, content[: ends[len(ends) * portion // PORTIONS - 1]]


def _record_ends(content: bytes) -> list[int]:
    """Where each record of a TFRecord file ends."""
    ends, at = [], 0
    while at < len(content):
        at += struct.unpack_from("<Q", content, at)[0] + FRAME
        ends.append(at)
    return ends
