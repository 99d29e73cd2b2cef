"""A write is one action: kept as a whole or not at all; writers queue, readers see one moment."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from core.access import Person, Role
from core.db import database, open_database
from core.db.insert import insert_new
from core.errors import Unavailable
from core.labelling import Coverage, Pair, Project, Tally
from tests.core.builders import add_pairs, rows_of


def someone(name: str) -> Person:
    """A row that is not stored yet."""
    return Person(name=name, role=Role.LEAD)


def at_once(count: int, work: Callable[[], None]) -> list[BaseException]:
    """Run the same work in several threads that start together; what went wrong in them."""
    problems: list[BaseException] = []
    start = threading.Barrier(count)

    def run() -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread's error belongs to the test
            problems.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def test_a_write_is_kept(studio):
    """It is committed when the block ends, and its rows can still be read."""
    with studio.db.write() as session:
        row = someone("Ada")
        session.add(row)
    assert row.name == "Ada"
    assert [person.name for person in rows_of(studio, Person)] == ["Ada"]


def test_a_write_that_fails_leaves_nothing(studio):
    """Not even what had been sent to the database before."""

    def fail() -> None:
        with studio.db.write() as session:
            session.add(someone("Ada"))
            session.flush()
            session.add(someone("Ben"))
            raise KeyError("halfway")

    with pytest.raises(KeyError, match="halfway"):
        fail()
    assert rows_of(studio, Person) == []


def test_a_write_that_breaks_a_rule_leaves_nothing(studio):
    """The second person of the same name takes the first one of this action with it."""

    def add_twice() -> None:
        with studio.db.write() as session:
            session.add(someone("Ada"))
            session.flush()
            session.add(someone("Ada"))

    with pytest.raises(IntegrityError):
        add_twice()
    assert rows_of(studio, Person) == []


def test_what_a_read_does_is_not_kept(studio):
    """A read cannot change anything by mistake."""
    with studio.db.read() as session:
        session.add(someone("Ada"))
        session.flush()
    assert rows_of(studio, Person) == []


def test_a_row_without_its_project_is_refused(studio):
    """SQLite checks foreign keys only when told to."""
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), studio.db.write() as session:
        session.add(Coverage(project_id=99, judgment_count=0, pairs=1))


def test_writers_queue(studio, project):
    """Eight threads read a number and write it back raised by one, ten times each: none is lost."""

    def raise_it() -> None:
        for _ in range(10):
            with studio.db.write() as session:
                row = session.get_one(Project, project.id)
                row.seed += 1

    assert at_once(8, raise_it) == []
    (row,) = rows_of(studio, Project)
    assert row.seed == 80


def test_writers_of_two_processes_queue(studio, project):
    """The app and a command each have their own engine on the same file."""
    other = open_database(studio.settings.database_url)
    databases = iter([studio.db, other])

    def raise_it() -> None:
        database = next(databases)
        for _ in range(20):
            with database.write() as session:
                session.get_one(Project, project.id).seed += 1

    assert at_once(2, raise_it) == []
    other.close()
    (row,) = rows_of(studio, Project)
    assert row.seed == 40


def test_a_writer_waits_for_the_one_before(studio):
    """The second one has looked only after the first has finished, so it sees what that did."""
    seen: list[list[str]] = []

    def second() -> None:
        with studio.db.write() as session:
            seen.append(list(session.exec(select(Person.name))))

    thread = threading.Thread(target=second)
    with studio.db.write() as session:
        session.exec(select(Person)).all()
        thread.start()
        session.add(someone("Ada"))
    thread.join()
    assert seen == [["Ada"]]


def test_a_writer_does_not_wait_for_ever(studio, monkeypatch):
    """After the time-out (lowered here) it says that nothing was saved and what to do."""
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "PRAGMA busy_timeout = 20"))
    impatient = open_database(studio.settings.database_url)
    with studio.db.write() as session:
        session.add(someone("Ada"))
        session.flush()
        with pytest.raises(Unavailable, match="was busy for 30 s, so this may not have been saved"):
            add_ben(impatient)
    add_ben(impatient)
    impatient.close()
    assert [person.name for person in rows_of(studio, Person)] == ["Ada", "Ben"]


def add_ben(db) -> None:
    """A write of its own."""
    with db.write() as session:
        session.add(someone("Ben"))


def test_a_number_is_never_given_twice(studio, project):
    """What a browser still holds for a pair that was removed must not be taken for a new one."""
    old = add_pairs(studio, project, 3)
    with studio.db.write() as session:
        session.delete(session.get_one(Pair, old[-1]))
    new = set(add_pairs(studio, project, 3)) - set(old)
    assert min(new) > max(old)


def test_a_reader_sees_one_moment(studio):
    """A writer commits between two looks of the same read: both see the same; the next read sees the new."""
    with studio.db.read() as reader:
        before = list(reader.exec(select(Person.name)))
        with studio.db.write() as writer:
            writer.add(someone("Ada"))
        after = list(reader.exec(select(Person.name)))
    assert before == after == []
    assert [person.name for person in rows_of(studio, Person)] == ["Ada"]


def test_a_reader_does_not_wait_for_the_writer(studio):
    """While somebody writes, pages go on showing what was there before."""
    with studio.db.write() as writer:
        writer.add(someone("Ada"))
        writer.flush()
        assert rows_of(studio, Person) == []


def test_inserting_what_is_there_leaves_it_as_it_is(studio, project):
    """Known keys are neither an error nor changed; new ones are added."""
    old = {"project_id": project.id, "judgment_count": 0, "pairs": 1}
    new = [old | {"pairs": 7}, old | {"judgment_count": 1, "pairs": 2}]
    for rows in ([old], new, []):
        with studio.db.write() as session:
            insert_new(session, Coverage, rows, key=["project_id", "judgment_count"])
    assert [row.pairs for row in rows_of(studio, Coverage)] == [1, 2]
    assert rows_of(studio, Tally) == []
