"""What the figures of label quality are worth, on made-up teams whose truth is known.

Run ``python tests/benchmarks/bench_quality.py [--seeds 100] [--quick]``. Three tables: how sure Dawid-Skene
is and how often it is right, beside the majority; how often the interval of agreement covers the truth; whom
the flags find, and how many honest people they ever accuse while a report is looked at after every ten
answers. One process for each core. Exit status 1 if a figure is over its limit.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

from quality_load.consensus import CONSENSUS_HEAD, consensus_line, consensus_teams
from quality_load.flags import FLAGS_HEAD, flag_line, flag_teams
from quality_load.intervals import INTERVAL_HEAD, interval_line, interval_teams


def main() -> int:
    """Simulate, print, and say what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seeds", type=int, default=100, help="made-up teams of each kind; flags take a half"
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of them")
    options = parser.parse_args()
    seeds = max(options.seeds // 10, 4) if options.quick else options.seeds
    wrong: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for head, line, cases in _tables(seeds):
            print(head)
            for said, failed in workers.map(line, cases):
                print(said, flush=True)
                wrong += failed
            print()
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


def _tables(seeds: int) -> Iterator[tuple[str, Callable[..., tuple[str, list[str]]], list[object]]]:
    yield CONSENSUS_HEAD, consensus_line, list(consensus_teams(3 * seeds))
    yield INTERVAL_HEAD, interval_line, list(interval_teams(20 * seeds))
    yield FLAGS_HEAD, flag_line, list(flag_teams(seeds // 2))


if __name__ == "__main__":
    sys.exit(main())
