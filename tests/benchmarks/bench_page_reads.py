"""What a page asks of core with 10,000 judgments and with a million: it should take as long.

Run ``python tests/benchmarks/bench_page_reads.py [--judgments 1000000] [--only SQLite]``. Every page is run
from the real entrypoint as a lead sees it, in turn on a small and a large studio; the clock runs while a
unit of work is open, so with everything that core does with what it reads. The quality page works its
report out once for each state of the data; that is printed apart, as its first visit. Exit status 1 if a
page takes more than 1.1 times as long with many, and more than half a millisecond longer.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.queue_load.servers import KINDS, has_postgres, new_database, server_of

ROOT = Path(__file__).parents[2]
PAGES = (
    "home",
    "label",
    "answers",
    "quality",
    "datasets",
    "runs",
    "compare",
    "people",
    "project",
    "launch",
    "curves",
)
SMALL = 10_000
MOST_TIMES, MOST_LONGER_S = 1.1, 0.0005
ROUNDS = 15


class Studio:
    """A studio of one size in a process of its own."""

    def __init__(self, stack: ExitStack, address: str, judgments: int) -> None:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        database = new_database(address, f"pages_{judgments}")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.page_reads.child", home, str(judgments)],
            cwd=ROOT,
            env=os.environ | {"PREFSTUDIO_DATABASE": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
        )
        stack.callback(self.process.wait)
        stack.callback(self.process.kill)
        self.heard()

    def heard(self) -> Any:
        """What it says."""
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def visit(self, page: str) -> Any:
        """Open a page; seconds, units of work, the slowest statements."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        return self.heard()


def measure(kind: str, options: argparse.Namespace) -> list[str]:
    """Visit all pages in turn, print a line for each, and say which takes too long."""
    wrong = []
    with ExitStack() as stack:
        address = stack.enter_context(server_of(kind))
        small, large = Studio(stack, address, SMALL), Studio(stack, address, options.judgments)
        for page in options.pages:
            first = [one.visit(page) for one in (small, large)]
            times: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                small.visit(PAGES[page == "home"])
                large.visit(PAGES[page == "home"])
                for place, one in enumerate((small, large)):
                    times[place].append(one.visit(page)["seconds"])
            few, many = (min(one) for one in times)  # what other work on the machine adds is none of ours
            print(
                f"{kind:10} {page:9}{1000 * few:8.1f}{1000 * many:8.1f} ms {many / few:6.2f} times"
                f"     first {1000 * first[0]['seconds']:8.1f}{1000 * first[1]['seconds']:8.1f} ms",
                flush=True,
            )
            slow = many > MOST_TIMES * few and many - few > MOST_LONGER_S
            if slow:
                wrong.append(
                    f"{kind}, {page}: {many / few:.2f} times as long with {options.judgments:,} judgments"
                )
            if slow or options.explain:
                for statement, took in large.visit(page)["slowest"]:
                    print(f"    {took / 1000:8.1f} ms {statement[:200]}")
    return wrong


def main() -> int:
    """Measure both databases and say whether every page costs the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judgments", type=int, default=1_000_000)
    parser.add_argument("--only", choices=KINDS, help="one of the databases")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES)
    parser.add_argument("--explain", action="store_true", help="name each page's slowest statements")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if options.only in {None, kind} and (kind == KINDS[0] or has_postgres())]
    wrong = [one for kind in kinds for one in measure(kind, options)]
    print("\n".join(wrong) or "every page costs the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
