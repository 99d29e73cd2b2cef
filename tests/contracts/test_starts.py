"""A start on a database that is newer, half migrated, or being migrated by another one, on either."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import inspect, text

from core.db import Deadlines, migrate, open_database, revision_of
from core.db.upgrade import TABLES, altering, newest_revision, upgrade_to
from core.errors import Conflict
from core.services import open_studio
from core.settings import Settings
from tests.contracts.write_tables import lines
from tests.core.builders import everything, new_person


def test_what_a_start_compares_with():
    """A change of the tables is written down: .venv/bin/python tests/contracts/write_tables.py."""
    assert TABLES.read_text(encoding="utf-8") == lines()


def run(settings: Settings, *statements: str) -> None:
    """Change the database past the studio."""
    with closing(open_database(settings.database_url)) as db, db.write() as session:
        for statement in statements:
            session.execute(text(statement))


HALVES = {
    "the table tally": ["DROP TABLE tally"],
    "person.paused": ["ALTER TABLE person DROP COLUMN paused"],
    "at once, so nobody can say": ["INSERT INTO alembic_version VALUES ('0011')"],
    "no revision of the studio's": ["DELETE FROM alembic_version"],
}


@pytest.mark.parametrize("words", HALVES)
def test_a_half_migrated_database(any_settings, words):
    """Nothing is made or mended: what is missing may have held something."""
    run(any_settings, *HALVES[words])
    with closing(open_database(any_settings.database_url)) as db:
        before = inspect(db.engine).get_table_names()
        with pytest.raises(Conflict, match=words) as refused:
            open_studio(any_settings)
        assert "Nothing was changed in it." in str(refused.value)
        assert inspect(db.engine).get_table_names() == before


def test_a_newer_database(any_settings):
    """The one who started the newer version is told to start that."""
    run(any_settings, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Conflict, match="at revision 9999, which this version of the studio does not know"):
        open_studio(any_settings)


def test_another_start_waits_for_a_long_migration(any_empty):
    """Longer than any other writer would: one migrates, all others find it done."""
    impatient = Deadlines(lock=0.2, statement=1)
    databases = [open_database(any_empty, impatient) for _ in range(3)]
    begun, ended = threading.Event(), []

    def slow_start() -> None:
        with altering(databases[0]) as session:
            begun.set()
            time.sleep(1.5)
            upgrade_to(session)
            ended.append(time.monotonic())

    def start(db) -> float:
        begun.wait(10)
        migrate(db)
        return time.monotonic()

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(slow_start)
        others = list(pool.map(start, databases[1:]))
        first.result()
    assert min(others) >= ended[0]
    assert {revision_of(db) for db in databases} == {newest_revision()}
    for db in databases:
        db.close()


@pytest.mark.parametrize("revision", ["0001", "0009"])
def test_two_replicas_start_on_an_old_database(any_empty, revision):
    """One brings it up to date, and what was in it is there once."""
    databases = [open_database(any_empty) for _ in range(2)]
    with databases[0].write() as session:
        upgrade_to(session, revision)
        session.execute(
            text(
                "INSERT INTO person (name, role, kind, created_at) "
                "VALUES ('Ada', 'lead', 'human', '2026-01-31 12:00:00')"
            )
        )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, databases))
    with databases[1].read() as session:
        rows = session.execute(text("SELECT name, role FROM person WHERE kind = 'human'")).all()
    assert rows == [("Ada", "lead")]
    for db in databases:
        db.close()


def test_a_start_with_nothing_to_do_changes_nothing(any_settings):
    """And waits for nobody who writes."""
    with closing(open_studio(any_settings)) as studio:
        new_person(studio)
        before = everything(studio)
        with studio.db.write() as session:
            session.connection()
            open_studio(any_settings).close()
        assert everything(studio) == before
