"""How often the shape of a curve is told right, on made curves whose shape is known.

Run ``python tests/benchmarks/bench_shapes.py [--curves 1000] [--only FAMILY]``. A line a family: how many are
told right (at least 95 % of each that the reading was tuned on, 85 % of the others), whether every spike was
found and none was made up, what is said of the others; then what is falsely alarming about healthy curves (at
most 2 %). The families that the reading was tuned on come first, then those that were written afterwards,
then those that were written last. Exit status 1 if a figure is out of its limit.
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import product

from curve_load.held_out import HELD_OUT, HELD_OUT_HEALTHY, draw_other
from curve_load.made import HEALTHY, MADE, Made, draw, make, spiked
from curve_load.written_last import WRITTEN_LAST, WRITTEN_LAST_HEALTHY

from core.curves.findings import Shape, ShapeKind, shape_of

ALL = MADE | HELD_OUT | WRITTEN_LAST
ALL_HEALTHY = {*HEALTHY, *HELD_OUT_HEALTHY, *WRITTEN_LAST_HEALTHY}
LEAST_RIGHT, LEAST_OTHER, MOST_ALARMS = 95.0, 85.0, 2.0
ALARMS = {ShapeKind.DIVERGED, ShapeKind.COLLAPSED, ShapeKind.HILL, ShapeKind.VALLEY}
HEAD = f"{'family':<22}{'spikes':>7}{'right %':>9}{'found %':>9}{'made up %':>11}{'ms':>7}  said instead"


@dataclass
class Tally:
    """What was said of the curves of one family."""

    right: int = 0
    said: Counter[str] = field(default_factory=Counter)
    found: int = 0
    made_up: int = 0
    alarms: int = 0
    seconds: float = 0.0

    def count(self, one: Made, shape: Shape) -> None:
        """One curve more."""
        true = {int(one.steps[at]) for at in one.spikes}
        told = {point.step for point in shape.spikes}
        self.right += shape.kind in one.kinds
        self.said[shape.kind.value] += shape.kind not in one.kinds
        self.found += true <= told
        self.made_up += bool(told - true)
        self.alarms += shape.kind in ALARMS or bool(told - true)


def tally(family: str, *, with_spikes: bool, curves: int) -> Tally:
    """Read so many curves of a family."""
    counted = Tally()
    noise = draw if family in MADE else draw_other
    for seed in range(curves):
        one = (spiked if with_spikes else make)(ALL[family], seed, noise=noise)
        begun = time.perf_counter()
        shape = shape_of(one.steps, one.values)
        counted.seconds += time.perf_counter() - begun
        counted.count(one, shape)
    return counted


def line(job: tuple[str, bool, int]) -> tuple[str, list[str]]:
    """One line of the table, and what is out of its limit."""
    family, with_spikes, curves = job
    counted = tally(family, with_spikes=with_spikes, curves=curves)
    right, found, made_up, alarms = (
        100 * one / curves for one in (counted.right, counted.found, counted.made_up, counted.alarms)
    )
    others = ", ".join(f"{kind} {many}" for kind, many in counted.said.most_common() if many)
    shown = f"{found:9.1f}" if with_spikes else " " * 9
    text = f"{family:<22}{'yes' if with_spikes else '':>7}{right:9.1f}{shown}{made_up:11.1f}"
    text += f"{1000 * counted.seconds / curves:7.1f}  {others}"
    least = LEAST_RIGHT if family in MADE else LEAST_OTHER
    wrong = [f"{family}: {right:.1f} % right"] if right < least else []
    if family in ALL_HEALTHY and not with_spikes and alarms > MOST_ALARMS:
        wrong.append(f"{family}: {alarms:.1f} % false alarms")
    return text, wrong


def main() -> int:
    """Read them all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curves", type=int, default=1000, help="of each family")
    parser.add_argument("--only", action="append", help="a family; all of them unless told")
    options = parser.parse_args()
    wrong: list[str] = []
    print(HEAD)
    jobs = [(one, spikes, options.curves) for spikes, one in product((False, True), options.only or ALL)]
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for text, failed in workers.map(line, jobs):
            print(text, flush=True)
            wrong += failed
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
