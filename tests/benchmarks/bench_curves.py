"""Event files become curves: beside the limit of what protobuf decodes, and beside tbparse.

Run ``python tests/benchmarks/bench_curves.py [--counts 10000 100000] [--rounds 3]``. The limit is a bare scan
of the records of a file in memory with protobuf decoding each, without a look at checksums; the studio
verifies those of header and data. All times are processor time in one process that has loaded its libraries.
A second look lists the folder, finds the file unchanged and gives the curves; an update does so after 1,000
more points of each tag. Memory is what Python and numpy had allocated at most while the file was read
(tracemalloc), beside what the tidy frame of its points takes; then what they had when that frame was made as
well. Exit status 1 if a figure is over its limit.
"""

import argparse
import math
import struct
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from curve_load.logs import KINDS, grow, write_giant, write_log

sys.path.insert(0, str(Path(__file__).parents[2]))

from tbparse import SummaryReader
from tensorboard.compat.proto.event_pb2 import Event

from core.curves import Curves, LogMemory, read_curves

MOST_TIMES, LEAST_FASTER, MOST_SECOND, MOST_UPDATE, MOST_MEMORY = 3.0, 6.0, 0.01, 0.05, 1.5
NEW_POINTS, UPDATED, GIANT = 1000, 100_000, 2 << 30
LOOKS = 9


def main() -> int:
    """Measure, print, and say what does not hold."""
    options = _options()
    warnings.filterwarnings("ignore", "The inplace keyword")  # of tbparse's, by pandas
    wrong = []
    with tempfile.TemporaryDirectory(prefix="bench-curves-") as name:
        folder = Path(name)
        _warm(folder / "warm")
        for count in options.counts:
            for kind in KINDS:
                wrong += _log(folder / f"{kind}-{count}", kind, count, options.rounds)
        _odd(folder)
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000], help="points a tag")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _warm(folder: Path) -> None:
    """Load all libraries."""
    path = write_log(folder, "values", 10)
    read_curves(str(folder), cache=folder).frame()
    _parsed(path, "values")


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _scan(path: Path) -> None:
    """The limit."""
    content = path.read_bytes()
    at, length_at, decode = 0, struct.Struct("<Q").unpack_from, Event.FromString
    while at < len(content):
        (length,) = length_at(content, at)
        decode(content[at + 12 : at + 12 + length])
        at += length + 16


def _parsed(path: Path, kind: str) -> pd.DataFrame:
    reader = SummaryReader(str(path), extra_columns={"wall_time"})
    return reader.scalars if kind == "values" else reader.tensors


@dataclass(frozen=True)
class Figure:
    """What was measured, and what it must not be above (or below)."""

    value: float
    what: str
    most: float = math.inf
    least: float = 0.0

    def __str__(self) -> str:
        """With its bound, where it has one."""
        bound = f", at most {self.most:g}" if self.most < math.inf else ""
        return f"{self.value:8.4f} {self.what}{bound}{f', at least {self.least:g}' if self.least else ''}"

    @property
    def wrong(self) -> bool:
        """Whether it is beyond."""
        return not self.least <= self.value <= self.most


def _log(folder: Path, kind: str, count: int, rounds: int) -> list[str]:
    """One log: cold, again, grown, its memory; and that tbparse gives the same points."""
    path = write_log(folder, kind, count)
    _require_same(path, kind, _read(folder))
    limit = median(_seconds(lambda: _scan(path)) for _ in range(rounds))
    cold = median(_seconds(lambda: _read(folder)) for _ in range(rounds))
    theirs = _seconds(lambda: _parsed(path, kind))
    reading, with_frame = _peaks(folder)
    memory = LogMemory()
    _read(folder, memory)
    second = median(_seconds(lambda: _read(folder, memory)) for _ in range(LOOKS))
    updates = []
    for number in range(rounds):
        grow(path, kind, range(count + number * NEW_POINTS, count + (number + 1) * NEW_POINTS))
        updates.append(_seconds(lambda: _read(folder, memory)))
    figures = [
        Figure(cold / limit, "times the limit", MOST_TIMES),
        Figure(theirs / cold, "times as fast as tbparse", least=LEAST_FASTER),
        Figure(second / cold, "of it for a second look", MOST_SECOND),
        Figure(median(updates) / cold, "of it for an update", MOST_UPDATE if count >= UPDATED else math.inf),
        Figure(reading, "times the frame's memory while reading", MOST_MEMORY),
        Figure(with_frame, "times, with the frame"),
    ]
    print(f"6 tags x {count:,} as {kind}: {cold:.3f} s, limit {limit:.3f} s, tbparse {theirs:.1f} s")
    print(*(f"  {figure}" for figure in figures), sep="\n", flush=True)
    return [f"{kind} x {count:,}: {figure}" for figure in figures if figure.wrong]


def _read(folder: Path, memory: LogMemory | None = None) -> Curves:
    return read_curves(str(folder), cache=folder, memory=memory)


def _require_same(path: Path, kind: str, curves: Curves) -> None:
    """Refuse to measure what is not the same."""
    frame, theirs = curves.frame(), _parsed(path, kind)
    for column in ("tag", "step", "value", "wall_time"):
        if not np.array_equal(frame[column].to_numpy(), theirs[column].to_numpy()):
            raise AssertionError(f"{path}: {column} is not what tbparse gives")


def _peaks(folder: Path) -> tuple[float, float]:
    """The most that was allocated while the folder was read, and with its frame, in sizes of that frame."""
    tracemalloc.start()
    curves = _read(folder)
    reading = tracemalloc.get_traced_memory()[1]
    frame = curves.frame()
    both = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = int(frame.memory_usage(deep=True).sum())
    return reading / size, both / size


def _odd(folder: Path) -> None:
    """What must end in good time and in bounded memory."""
    write_giant(folder / "giant", GIANT)
    for number in range(500):
        write_log(folder / f"files/log_{number}", "values", 100)
    write_log(folder / "tags", "values", 10, tuple(f"layer/{number}" for number in range(10_000)))
    for name, what in (
        ("giant", "a file of 2 GB with one record of that size"),
        ("files", "500 logs of 600 points"),
        ("tags", "10,000 tags of 10 points"),
    ):
        seconds = _seconds(lambda name=name: _read(folder / name))
        tracemalloc.start()
        found = _read(folder / name)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        points = sum(len(curve) for curve in found)
        print(f"{what}: {seconds:.2f} s, {points:,} points, at most {peak:.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
