"""A page of the audit log, and an entry more, with 10,000 and with 1,000,000 entries, on both databases.

Run from the root: ``python -m tests.benchmarks.bench_audit``; ENTRIES sets the larger number.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from core.access import (
    SYSTEM,
    Action,
    AuditEntry,
    AuditFilter,
    AuditHead,
    Role,
    permit,
    read_audit,
    verify_log,
)
from core.access.chain import SAID, hash_of
from core.db import insert_tuples, now
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import new_person
from tests.postgres_server import running_server

FEW = 10_000
MANY = int(os.environ.get("ENTRIES", "1000000"))
PEOPLE, PROJECTS = 20, 10
TIMES = 200
ACTIONS = (Action.FREEZE, Action.EXPORT, Action.LAUNCH, Action.MANAGE_PROJECT)
NAMES = ("id", "at", *SAID, "previous", "hash")


def fill(studio: Studio, entries: int) -> None:
    """A whole chain of so many entries, a second apart."""
    people = [new_person(studio, Role.LEAD, f"Person {number}").id for number in range(PEOPLE)]
    with studio.db.write() as session:
        head = session.get_one(AuditHead, 1)
        beginning, previous, rows = now() - timedelta(seconds=entries), head.hash, []
        for number in range(head.number + 1, entries + 1):
            at = beginning + timedelta(seconds=number)
            action = ACTIONS[number * 7 % len(ACTIONS)].value
            said = (people[number % PEOPLE], number % PROJECTS + 1, action, f"set {number}", {"rows": number})
            own = hash_of(previous, number, at, *said)
            rows.append((number, at, *said, previous, own))
            previous = own
            if len(rows) == FEW:
                insert_tuples(session, AuditEntry, NAMES, rows)
                rows = []
        insert_tuples(session, AuditEntry, NAMES, rows)
        head.number, head.hash = entries, previous
    with studio.db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def milliseconds(do: Callable[[], object]) -> float:
    """The median of many times."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def measure(studio: Studio, entries: int) -> dict[str, float]:
    """Pages by each filter, at the newest end and in the middle, and one more entry."""
    day = now() - timedelta(seconds=entries // 2)
    filters = {
        "all": AuditFilter(),
        "person": AuditFilter(person_id=3),
        "project": AuditFilter(project_id=3),
        "action": AuditFilter(action="export"),
        "day": AuditFilter(since=day, until=day + timedelta(hours=1)),
        "nothing fits": AuditFilter(person_id=3, project_id=3, action="import"),
    }
    found = {
        name: milliseconds(lambda one=one: studio.db.ask(read_audit, one)) for name, one in filters.items()
    }
    middle = entries // 2
    found["middle"] = milliseconds(lambda: studio.db.ask(read_audit, AuditFilter(), before=middle))

    def add() -> None:
        with studio.db.write() as session:
            permit(session, SYSTEM, Action.FREEZE, "set", 1, rows=3)

    return found | {"an entry more": milliseconds(add)}


@contextmanager
def databases() -> Iterator[Callable[[str], Studio]]:
    """Opens an empty studio on a database by its kind."""
    temporary = tempfile.TemporaryDirectory
    with temporary() as folder, temporary(prefix="pg") as data, running_server(Path(data)) as server:
        made = 0

        def open_one(kind: str) -> Studio:
            nonlocal made
            made += 1
            if kind == "postgresql":
                server.run(f"CREATE DATABASE log_{made}")
            url = server.url(f"log_{made}") if kind == "postgresql" else ""
            return open_studio(load_settings(home=Path(folder) / str(made), store="", database=url))

        yield open_one


def main() -> None:
    """Print the figures."""
    with databases() as open_one:
        for kind in ("sqlite", "postgresql"):
            figures = {}
            for entries in (FEW, MANY):
                studio = open_one(kind)
                fill(studio, entries)
                figures[entries] = measure(studio, entries)
                began = time.perf_counter()
                verified = studio.db.ask(verify_log)
                took = time.perf_counter() - began
                print(
                    f"{kind}: {verified.entries:,} entries verified in {took:.1f} s, {verified.count} faults"
                )
                studio.close()
            for name, few in figures[FEW].items():
                many = figures[MANY][name]
                print(f"{kind}, {name}: {few:.2f} ms, {many:.2f} ms, {many / few:.2f} times")


if __name__ == "__main__":
    main()
