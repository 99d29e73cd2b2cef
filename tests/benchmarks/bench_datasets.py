"""Import, freeze and export the reference case, 92,858 comparisons, beside what bare Python and SQLite do.

Run ``python tests/benchmarks/bench_datasets.py [--rows 92858] [--rounds 3] [--quick]``. The raw limits are
measured in the same run: reading JSON lines and inserting them with plain ``sqlite3``, and streaming a joined
cursor to JSON lines. Each step has a process of its own; its peak of memory is that process's. "full" is a
database that holds 500,000 rows before. Exit status 1 if a figure is over its limit.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from data_load.files import write_rows
from data_load.steps import Measured, measure

STORED = 500_000
MOST_TIMES, MOST_MEGABYTES, MOST_TIMES_FULL = 3.0, 400, 1.3


def main() -> int:
    """Measure, print, and say what does not hold."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-datasets-", dir=options.folder) as name:
        folder = Path(name)
        file = folder / "rows.jsonl"
        write_rows(file, options.rows, seed=1)
        print(f"{options.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB of JSON lines")
        rounds = [_round(folder / str(number), file) for number in range(options.rounds)]
        wrong = _told(rounds)
        if not options.quick:
            wrong += _full(folder, file, options.rounds)
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=92_858)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the files go; else the system's temporary folder")
    parser.add_argument("--quick", action="store_true", help="leave out the full database")
    return parser.parse_args()


def _round(folder: Path, file: Path) -> dict[str, Measured]:
    """Each step once; the limits stand beside what they are limits of."""
    folder.mkdir()
    plain, home = folder / "raw.db", folder / "home"
    return {
        "raw in": measure("raw in", file, plain),
        "import": measure("import", home, file),
        "raw out": measure("raw out", plain, folder / "raw.jsonl"),
        "freeze": measure("freeze", home),
        "export": measure("export", home, folder / "exports"),
    }


def _told(rounds: list[dict[str, Measured]]) -> list[str]:
    wrong = []
    for step, limit in (("import", "raw in"), ("freeze", "raw out"), ("export", "raw out")):
        seconds = median(one[step].seconds for one in rounds)
        raw = median(one[limit].seconds for one in rounds)
        times = median(one[step].seconds / one[limit].seconds for one in rounds)
        memory = max(one[step].megabytes for one in rounds)
        print(
            f"{step:8}{seconds:6.2f} s  {limit} {raw:5.2f} s  {times:5.2f} times  {memory:4.0f} MB",
            flush=True,
        )
        if times > MOST_TIMES:
            wrong.append(f"{step}: {times:.2f} times the raw limit, over {MOST_TIMES}")
        if memory > MOST_MEGABYTES:
            wrong.append(f"{step}: {memory:.0f} MB, over {MOST_MEGABYTES}")
    return wrong


def _full(folder: Path, file: Path, rounds: int) -> list[str]:
    """Import into a database that holds much already, and into an empty one, by turns."""
    home = folder / "full"
    stored = folder / "stored.jsonl"
    write_rows(stored, STORED, seed=2)
    measure("import", home, stored)
    ratios = []
    for number in range(rounds):
        more = folder / f"more-{number}.jsonl"
        write_rows(more, sum(1 for _ in file.open("rb")), seed=3 + number)
        empty = measure("import", folder / f"empty-{number}", more)
        full = measure("import", home, more)
        ratios.append(full.seconds / empty.seconds)
    times = median(ratios)
    print(f"import into {STORED:,} rows: {times:.2f} times as long as into an empty database", flush=True)
    return [f"import grows: {times:.2f} times, over {MOST_TIMES_FULL}"] if times > MOST_TIMES_FULL else []


if __name__ == "__main__":
    sys.exit(main())
