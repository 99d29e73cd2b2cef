"""One process or two on one PostgreSQL: how many judgments a second the same people give through them.

As a program it is one of these processes, with HOME PEOPLE SKIP SECONDS as arguments. It says when its people
hold their pairs, waits for a line, and says how many judgments a second they gave.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from core.access import list_people
from core.labelling import list_projects

from .annotators import Annotator, together, work_flat_out
from .checks import what_is_wrong
from .filling import JUDGMENTS_PER_PAIR, fill
from .servers import new_database, studio_in

ROOT = Path(__file__).parents[3]
MODULE = "tests.benchmarks.queue_load.processes"
ROUNDS = 5


@contextmanager
def _process(
    home: Path, database: str, *, people: int, skip: int, seconds: float
) -> Iterator[subprocess.Popen[str]]:
    arguments = [str(home), str(people), str(skip), str(seconds)]
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE, *arguments],
        cwd=ROOT,
        env=os.environ | {"PREFSTUDIO_DATABASE": database},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def rate(home: Path, database: str, *, processes: int, people: int, seconds: float) -> float:
    """Judgments a second of ``people`` people, an equal share of them in each process."""
    share = people // processes
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                _process(home / str(number), database, people=share, skip=number * share, seconds=seconds)
            )
            for number in range(processes)
        ]
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        return sum(float(one.communicate()[0]) for one in running)


def compare(address: str, *, pairs: int, people: int, seconds: float) -> tuple[str, list[str]]:
    """What two processes give beside one, measured in turn, and what was counted wrong."""
    database = new_database(address, "processes")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with studio_in(home / "first", database) as studio:
            fill(studio, home, pairs=pairs, people=people)
        rates = [
            [rate(home, database, processes=count, people=people, seconds=seconds) for count in (1, 2)]
            for _ in range(ROUNDS)
        ]
        with studio_in(home / "first", database) as studio:
            wrong = what_is_wrong(studio.db, needed=JUDGMENTS_PER_PAIR, acknowledged=[], all_known=False)
    one, two = (median(column) for column in zip(*rates, strict=True))
    times = median(both / alone for alone, both in rates)
    return (
        f"PostgreSQL: {one:.0f} a second through one process, {two:.0f} through two: {times:.2f} times",
        wrong,
    )


def main(home: Path, people: int, skip: int, seconds: float) -> None:
    """Have a share of the people label flat out."""
    with studio_in(home, os.environ["PREFSTUDIO_DATABASE"]) as studio:
        with studio.db.read() as session:
            project, persons = list_projects(session)[0], list_people(session)[skip : skip + people]
        team = [Annotator(studio.db, project, person, seed=time.time_ns()) for person in persons]
        together(team, Annotator.take)
        print("ready", flush=True)
        sys.stdin.readline()
        start = time.perf_counter()
        together(team, lambda one: work_flat_out(one, start + seconds))
        took = time.perf_counter() - start
        print(sum(len(one.seconds) for one in team) / took)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
