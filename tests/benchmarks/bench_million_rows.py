"""A table of a data hub with a million rows, 2 GB, beside a tenth of it and beside the ``datasets`` library.

Run ``python tests/benchmarks/bench_million_rows.py [--rows 1000000] [--folder …] [--venv …]``. Each step
has a process of its own; its peak of memory is that process's. The library is installed into an environment
of the benchmark's own (``--venv`` keeps it); what it does is load the file and go through its rows, and
beside it stands the studio's check, which reads, understands and checks them. "look" is what a person waits
for who has just named a file. Exit status 1 if a figure is over its limit.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from data_load.hub_file import write_hub_file
from data_load.steps import Measured, measure

LIBRARY = "datasets==5.2.0"
LONGEST_LOOK, MOST_MEGABYTES, LEAST_RATE, MOST_TIMES = 3.0, 500, 0.9, 1.0
LOAD = """
import json, os, resource, sys, time
os.environ["HF_HUB_OFFLINE"] = "1"
import datasets
datasets.disable_progress_bars()
begin, used = time.perf_counter(), time.process_time()
rows = datasets.load_dataset("parquet", data_files=sys.argv[1], split="train", cache_dir=sys.argv[2])
assert sum(1 for _ in rows) == int(sys.argv[3])
seconds, processor = time.perf_counter() - begin, time.process_time() - used
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": peak, "processor": processor}))
"""


def main() -> int:
    """Measure, print, and say what does not hold."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-million-", dir=options.folder) as name:
        folder = Path(name)
        tenth, whole = folder / "tenth.parquet", folder / "whole.parquet"
        write_hub_file(tenth, options.rows // 10, seed=1)
        write_hub_file(whole, options.rows, seed=2)
        print(f"{options.rows:,} rows, {whole.stat().st_size / 1e9:.2f} GB of Parquet", flush=True)
        wrong = _looked(folder, whole)
        wrong += _beside_the_library(folder, whole, options)
        wrong += _imported(folder, tenth, whole, options.rows)
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", help="where the files go, 12 GB; else the system's temporary folder")
    parser.add_argument("--venv", help="an environment for the library, made if there is none")
    return parser.parse_args()


def _looked(folder: Path, whole: Path) -> list[str]:
    looked = _told("look", measure("look", folder / "looked", whole))
    return [f"look: {looked.seconds:.1f} s, over {LONGEST_LOOK}"] if looked.seconds > LONGEST_LOOK else []


def _beside_the_library(folder: Path, whole: Path, options: argparse.Namespace) -> list[str]:
    python = _python(Path(options.venv or folder / "venv"))
    checked = _told("check", measure("check", folder / "checked", whole))
    cache = folder / "cache"
    command = [str(python), "-c", LOAD, str(whole), str(cache), str(options.rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    loaded = _told(LIBRARY, Measured(**json.loads(done.stdout.splitlines()[-1])))
    times = checked.seconds / loaded.seconds
    print(f"check beside {LIBRARY}: {times:.2f} times", flush=True)
    return [f"check: {times:.2f} times the library, over {MOST_TIMES}"] if times > MOST_TIMES else []


def _python(place: Path) -> Path:
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", LIBRARY], check=True)
    return python


def _imported(folder: Path, tenth: Path, whole: Path, rows: int) -> list[str]:
    small = _told("a tenth", measure("import", folder / "small", tenth))
    large = _told("import", measure("import", folder / "large", whole))
    rate = (rows / large.seconds) / (rows // 10 / small.seconds)
    spent = small.processor * 10 / large.processor
    print(
        f"import: {rows / large.seconds:,.0f} rows a second, {rate:.2f} times as many as of a tenth "
        f"({spent:.2f} by processor time)",
        flush=True,
    )
    wrong = [f"import: {rate:.2f} times the rate of a tenth, under {LEAST_RATE}"] if rate < LEAST_RATE else []
    if large.megabytes > MOST_MEGABYTES:
        wrong.append(f"import: {large.megabytes:.0f} MB, over {MOST_MEGABYTES}")
    return wrong


def _told(what: str, one: Measured) -> Measured:
    print(
        f"{what:16}{one.seconds:8.2f} s  processor {one.processor:7.2f} s  {one.megabytes:5.0f} MB",
        flush=True,
    )
    return one


if __name__ == "__main__":
    sys.exit(main())
