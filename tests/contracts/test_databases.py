"""What a database promises, be it SQLite or PostgreSQL: tables, moments, turns, and whole actions only."""

import sqlite3
import threading
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect, select, text
from sqlmodel import SQLModel

from core.access import Person, Role
from core.db import open_database
from core.db.upgrade import migrate
from core.errors import Unavailable
from core.labelling import Judgment, Project
from core.labelling.judging import save_answers
from core.labelling.queue import assign_pairs
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.write_tables import load_all
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    everything,
    new_person,
    new_project,
    rows_of,
    save,
    undo,
)
from tests.core.threads import at_once
from tests.postgres_server import TEMPLATE


def someone(name: str) -> Person:
    """A row that is not stored yet."""
    return Person(name=name, role=Role.LEAD)


def test_alembic_finds_nothing_to_change(any_studio):
    """Tables, columns, types, keys and indexes of the migrations are the models', but for the search's."""

    def described(name: str | None, *_: object) -> bool:
        return not (name or "").startswith("pair_search")

    load_all()
    options = {"compare_type": True, "include_name": described}
    with any_studio.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_several_first_starts_at_once_make_one_database(any_empty):
    """The app and a command may start together; the second waits and finds the tables made."""
    databases = [open_database(any_empty) for _ in range(4)]
    at_once(*(partial(migrate, one) for one in databases))
    assert set(SQLModel.metadata.tables) <= set(inspect(databases[0].engine).get_table_names())
    for one in databases:
        one.close()


def test_a_first_start_waits_for_another_ones_lock(tmp_path):
    """SQLite does not wait by itself while it changes a new file to a write-ahead log."""
    file = tmp_path / "new.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE one (number INTEGER)")
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.2, other.close)
    release.start()
    ours = open_database(f"sqlite:///{file}")
    with ours.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    ours.close()
    release.join()


def test_migrating_again_changes_nothing(any_studio):
    """Every start migrates."""
    add_pairs(any_studio, new_project(any_studio), 3)
    before = everything(any_studio)
    migrate(any_studio.db)
    assert everything(any_studio) == before


def test_a_reader_sees_one_moment(any_studio):
    """A writer commits between two looks of the same read: both see the same; the next read sees the new."""
    with any_studio.db.read() as reader:
        before = list(reader.exec(select(Person.name)))
        with any_studio.db.write() as writer:
            writer.add(someone("Ada"))
        after = list(reader.exec(select(Person.name)))
    assert before == after == []
    assert [person.name for person in rows_of(any_studio, Person)] == ["Ada"]


def test_what_a_read_does_is_not_kept(any_studio):
    """A read cannot change anything by mistake."""
    with any_studio.db.read() as session:
        session.add(someone("Ada"))
        session.flush()
    assert rows_of(any_studio, Person) == []


def test_a_write_that_fails_leaves_nothing(any_studio):
    """Not even what had been sent to the database before."""

    def fail() -> None:
        with any_studio.db.write() as session:
            session.add(someone("Ada"))
            session.flush()
            raise KeyError("halfway")

    with pytest.raises(KeyError, match="halfway"):
        fail()
    assert rows_of(any_studio, Person) == []


def test_a_writer_alone_waits_for_the_one_before(any_studio):
    """The second one looks only after the first has finished, so it sees what that did."""
    seen: list[list[str]] = []

    def second() -> None:
        with any_studio.db.write() as session:
            seen.append(list(session.scalars(select(Person.name))))

    thread = threading.Thread(target=second)
    with any_studio.db.write() as session:
        session.exec(select(Person)).all()
        thread.start()
        thread.join(0.3)
        assert seen == []
        session.add(someone("Ada"))
    thread.join()
    assert seen == [["Ada"]]


def test_writers_alone_lose_nothing(any_studio):
    """Two engines, as of two processes, read a number and write it back raised by one."""
    project = new_project(any_studio)
    other = open_database(any_studio.settings.database_url)

    def raise_it(database) -> None:
        for _ in range(20):
            with database.write() as session:
                session.get_one(Project, project.id).seed += 1

    at_once(*(partial(raise_it, one) for one in (any_studio.db, any_studio.db, other)))
    other.close()
    assert [one.seed for one in rows_of(any_studio, Project)] == [60]


def kill_connections(postgres) -> None:
    """End every connection to the studios' databases, as a restart of the server would."""
    ours = "FROM pg_stat_activity WHERE datname LIKE 'studio_%'"
    postgres.run(f"SELECT pg_terminate_backend(pid, 5000) {ours}")


@pytest.fixture
def on_postgres(postgres, tmp_path):
    """A studio whose connections can be killed."""
    with postgres.fresh(TEMPLATE) as url:
        opened = open_studio(load_settings(home=tmp_path, store="", database=url))
        yield opened
        opened.close()


@pytest.fixture
def ada(on_postgres):
    """An annotator there."""
    return new_person(on_postgres)


def test_connections_that_died_in_the_pool_are_not_noticed(on_postgres, postgres, ada):
    """Readers and writers get new ones."""
    project = new_project(on_postgres)
    numbers = add_pairs(on_postgres, project, 3)
    for pair in numbers:
        kill_connections(postgres)
        assert save(on_postgres, ada, project, answer(pair)).fresh == 1
        kill_connections(postgres)
        rows_of(on_postgres, Judgment)
    assert_counts_hold(on_postgres)


def test_a_connection_that_dies_in_a_write_saves_nothing_or_all(on_postgres, postgres, ada):
    """Killed before each of the statements in turn: a sentence comes, and saving again succeeds."""
    project = new_project(on_postgres)
    numbers = add_pairs(on_postgres, project, 60)
    killed = 0
    while dies_before(on_postgres, postgres, ada, project, numbers[3 * killed : 3 * killed + 3], killed):
        killed += 1
    assert killed > 5
    assert_counts_hold(on_postgres)


def dies_before(studio, postgres, person, project, pairs: list[int], place: int) -> bool:
    """Save three answers and take one back, and lose the connection before a statement; False: after all."""
    given = [answer(pair) for pair in pairs]
    batch = [*given, undo(given[0])]
    before = everything(studio)
    sent = 0

    def kill(connection, *_args) -> None:
        nonlocal sent
        sent += 1
        if sent == place + 1:
            pid = connection.connection.dbapi_connection.info.backend_pid
            postgres.run(f"SELECT pg_terminate_backend({pid}, 5000)")

    event.listen(studio.db.engine, "before_cursor_execute", kill)
    try:
        save(studio, person, project, *batch)
    except Unavailable as error:
        assert str(error) == (  # noqa: PT017 - the last round raises nothing
            "The connection to the database was lost, so this may not have been saved; try again."
        )
        event.remove(studio.db.engine, "before_cursor_execute", kill)
        assert everything(studio) == before
    else:
        event.remove(studio.db.engine, "before_cursor_execute", kill)
    again = save(studio, person, project, *batch)
    assert len(again.acknowledged) == 4
    assert again.refused == ()
    return sent > place and again.fresh == 4


def test_a_connection_that_dies_before_the_commit_saves_nothing(on_postgres, postgres, ada):
    """All statements went through, and the end did not."""
    project = new_project(on_postgres)
    add_pairs(on_postgres, project, 3)

    def work() -> None:
        with on_postgres.db.write(alone=False) as session:
            (shown, *_) = assign_pairs(session, ada, project, ahead=2).pairs
            save_answers(session, ada, project, [answer(shown.id)])
            pid = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            postgres.run(f"SELECT pg_terminate_backend({pid}, 5000)")

    with pytest.raises(Unavailable, match="connection to the database was lost"):
        work()
    assert rows_of(on_postgres, Judgment) == []
    assert_counts_hold(on_postgres)


def test_a_read_that_loses_its_connection_says_so(on_postgres, postgres):
    """And the next one works."""

    def read() -> None:
        with on_postgres.db.read() as session:
            session.connection()
            kill_connections(postgres)
            session.exec(select(Person)).all()

    with pytest.raises(Unavailable, match="connection to the database was lost"):
        read()
    assert rows_of(on_postgres, Person) == []
