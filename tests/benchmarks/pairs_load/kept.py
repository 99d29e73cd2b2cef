"""A home with very many judgments that can be kept from run to run: filling it takes minutes."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, func, select

from core.access import Person
from core.labelling import ProjectView, list_projects
from core.labelling.finding import learn_all
from core.services import Studio
from tests.benchmarks.pairs_load.filling import LEAD, fill
from tests.benchmarks.queue_load.servers import new_database, postgres, studio_in

DATABASE = "home"


@dataclass(frozen=True, slots=True)
class Filled:
    """A home with its studio; ``database`` is what PREFSTUDIO_DATABASE takes, ``person`` has judged."""

    home: Path
    database: str
    studio: Studio
    project: ProjectView
    person: int


@contextmanager
def filled(kind: str, pairs: int, kept: Path | None) -> Iterator[Filled]:
    """A home of this database; one that lies in the folder ``kept`` is opened, and else made there."""
    with ExitStack() as stack:
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        home = folder.absolute() / f"home-{kind.lower()}"
        home.mkdir(parents=True, exist_ok=True)
        database = stack.enter_context(postgres(folder / "pgdata")) if kind == "PostgreSQL" else ""
        database = new_database(database, DATABASE)
        studio = stack.enter_context(studio_in(home, database))
        began = time.perf_counter()
        if not studio.db.ask(list_projects):
            fill(studio, pairs)
            print(f"{kind}: filled in {time.perf_counter() - began:.0f} s", flush=True)
        began, used = time.perf_counter(), time.process_time()
        if learned := learn_all(studio.db):
            took, used = time.perf_counter() - began, time.process_time() - used
            print(
                f"{kind}: words of {learned:,} pairs in {took:.1f} s, {1e6 * used / learned:.0f} µs each here"
            )
        print(f"{kind}: load average {os.getloadavg()[0]:.1f}", flush=True)
        [project] = studio.db.ask(list_projects)
        yield Filled(home, database, studio, project, studio.db.ask(_somebody))


def _somebody(session: Session) -> int:
    return session.exec(select(func.min(Person.id)).where(Person.name != LEAD)).one() or 0
