"""Labels through the real core until it is killed, and writes down each judgment that was acknowledged.

Run from the root: ``python -m tests.benchmarks.queue_load.child HOME LEDGER PEOPLE SEED [SECONDS]``; the
database is that of PREFSTUDIO_DATABASE. Without seconds it goes on until the pairs are used up.
"""

import os
import sys
import time
from pathlib import Path

from core.access import list_people
from core.labelling import list_projects
from tests.benchmarks.queue_load.annotators import Annotator, together, work_flat_out
from tests.benchmarks.queue_load.servers import studio_in

READY = "ready"


def main(home: Path, ledger: Path, people: int, seed: int, seconds: float = 3600.0) -> None:
    """Have the first ``people`` people of the database's one project label flat out."""
    book = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with studio_in(home, os.environ.get("PREFSTUDIO_DATABASE", "")) as studio:
        with studio.db.read() as session:
            project, persons = list_projects(session)[0], list_people(session)[:people]
        team = [
            # One write a line: what was begun before the kill is there as a whole.
            Annotator(studio.db, project, person, seed=seed, on_saved=lambda line: _note(book, line))
            for person in persons
        ]
        together(team, Annotator.take)
        _note(book, READY)
        until = time.perf_counter() + seconds
        together(team, lambda one: work_flat_out(one, until))
        print(sum(one.resent for one in team))


def _note(book: int, line: str) -> None:
    os.write(book, f"{line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(int(number) for number in sys.argv[3:]))
