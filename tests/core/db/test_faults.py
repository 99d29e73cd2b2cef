"""What can happen to SQLite's file: real faults, each with the sentence that helps, and nothing is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import select

from core.access import Person, Role
from core.db import Database, open_database
from core.db.damage import refuse_damaged, refuse_incomplete
from core.db.faults import LEAVE_AS_IT_IS, SEE_BACKUP, Deadlines
from core.errors import Conflict, InvalidInput, NotFound, Unavailable
from core.review import Verdict
from core.services import open_studio
from core.settings import load_settings
from core.training.runs import get_run
from tests.core.builders import rows_of
from tests.full_disk import largest_file

PAGE = 4096
KEEP = f"{LEAVE_AS_IT_IS}."


@pytest.fixture
def file(studio) -> Path:
    """The file of an empty studio, which is closed."""
    studio.close()
    return studio.settings.home / "studio.db"


def reopened(file: Path, **deadlines: float) -> Database:
    """The database alone, opened again."""
    return open_database(f"sqlite:///{file}", Deadlines(**deadlines))


def add_people(db: Database, number: int, *, beginning: str = "Ada") -> None:
    """So many rows of a thousand letters in one action."""
    with db.write() as session:
        session.add_all(
            Person(name=f"{beginning} {one} {'x' * 1000}", role=Role.LEAD) for one in range(number)
        )


def refusal_of_opening(home: Path) -> str:
    """What the composition root says."""
    with pytest.raises(Unavailable) as caught:
        open_studio(load_settings(home=home, store="", database="", lock_seconds=1))
    return str(caught.value)


def test_a_full_disk(file):
    """Nothing of the action is kept, what was there is, and with room again it goes on."""
    db = reopened(file)
    most = file.stat().st_size // PAGE + 20
    event.listen(db.engine, "connect", lambda made, _: made.execute(f"PRAGMA max_page_count = {most}"))
    add_people(db, 3)
    with pytest.raises(Unavailable) as caught:
        add_people(db, 200, beginning="Ben")
    assert str(caught.value) == (
        f"There is no room left for the database {file} (database or disk is full), "
        "so this may not have been saved; make room, then try again."
    )
    db.close()
    again = reopened(file)
    add_people(again, 200, beginning="Ben")
    with again.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM person").scalar() == 203
    again.close()


def test_a_file_that_may_not_grow(file):
    """A quota: the system refuses the write, and the sentence blames neither the file nor its content."""
    db = reopened(file)
    add_people(db, 3)
    with largest_file(file.stat().st_size + 20 * PAGE), pytest.raises(Unavailable) as caught:
        add_people(db, 500, beginning="Ben")
    assert str(caught.value) == (
        f"The database {file} cannot be read or written (disk I/O error), so this may not have been saved; "
        "see whether the disk is full, over a limit or failing, then try again."
    )
    add_people(db, 500, beginning="Ben")
    db.close()


def test_a_first_start_without_room(tmp_path):
    """Nothing is said of a copy that should be brought back: there is nothing yet."""
    with largest_file(10 * PAGE):
        said = refusal_of_opening(tmp_path / "new")
    assert said == (
        f"The database {tmp_path}/new/studio.db cannot be read or written (disk I/O error); "
        "see whether the disk is full, over a limit or failing, then try again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no database at all " * 500, "file is not a database"),
        (bytes(20 * PAGE), "file is not a database"),
        (b"SQLite format 4" * 9, "file is not a database"),
    ],
    ids=["text", "zeros", "short"],
)
def test_a_file_that_is_no_database(tmp_path, content, words):
    """It is left as it is, byte for byte, and nobody is told to copy anything over it."""
    (tmp_path / "studio.db").write_bytes(content)
    said = refusal_of_opening(tmp_path)
    assert said == f"The database {tmp_path}/studio.db is damaged ({words}); {KEEP}"
    assert (tmp_path / "studio.db").read_bytes() == content


@pytest.mark.parametrize("left", [0.9, 0.5, 0.1])
def test_a_file_that_was_cut(file, left):
    """Wherever it ends."""
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * left)])
    assert refusal_of_opening(file.parent) == (
        f"The database {file} is damaged (database disk image is malformed); {KEEP}"
    )


def test_damage_that_opening_does_not_meet(file):
    """Work meets it in the same words; the doctor's look finds it before that."""
    db = reopened(file)
    add_people(db, 300)
    with db.read() as session:
        root = session.connection().exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'person'"
        )
        page = root.scalar_one()
    db.close()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * PAGE)
        opened.write(b"\xee" * PAGE)
    studio = open_studio(load_settings(home=file.parent, store="", database=""))
    with pytest.raises(Unavailable) as met:
        rows_of(studio, Person)
    assert str(met.value) == (
        f"The database {file} is damaged (database disk image is malformed), "
        f"so this may not have been saved; {KEEP}"
    )
    with pytest.raises(Unavailable, match=rf"is damaged \(Page {page}: .*\); stop every studio") as found:
        refuse_damaged(studio.db)
    assert str(found.value).endswith(KEEP)
    studio.close()


def test_a_sound_file(studio):
    """Nothing is said of it."""
    refuse_damaged(studio.db)
    refuse_incomplete(studio.db)


def test_a_table_that_another_program_took(studio, file):
    """Work meets it, and the doctor before that."""
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE review_verdict")
    db = reopened(file)
    with pytest.raises(Unavailable) as met, db.read() as session:
        session.exec(select(Verdict)).all()
    lacks = f"The database {file} lacks what it should have"
    assert str(met.value) == (
        f"{lacks} (no such table: review_verdict): another program changed it, so this may not have been "
        f"saved; {SEE_BACKUP}."
    )
    with pytest.raises(Unavailable) as found:
        refuse_incomplete(db)
    assert str(found.value) == f"{lacks} (no table review_verdict): another program changed it; {SEE_BACKUP}."
    db.close()


def test_a_folder_in_the_files_place(tmp_path):
    (tmp_path / "studio.db").mkdir()
    assert refusal_of_opening(tmp_path) == (
        f"{tmp_path}/studio.db is no file, and the database should be there; move it away."
    )


def test_a_file_that_may_only_be_read(file):
    """SQLite itself says so; whoever runs the tests may be allowed everything."""
    db = open_database(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(Unavailable, match=r"cannot be written \(attempt to write a readonly"):
        add_people(db, 1)
    db.close()


def test_another_program_that_keeps_it_locked(file):
    """For as long as the setting says; the sentence names the file, and the data is left alone."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert refusal_of_opening(file.parent) == (
            f"The database was busy for 1 s; close the other program that keeps {file} locked, "
            "then try again."
        )
    db = reopened(file, lock=0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match=r"was busy for 0.05 s, so this may not .* saved; try again\."):
            add_people(db, 1)
    add_people(db, 1)
    db.close()


@pytest.mark.parametrize("name", ["person", "photos"])
def test_tables_of_another_program(tmp_path, name):
    """They are neither changed nor taken for ours."""
    with closing(sqlite3.connect(tmp_path / "studio.db")) as other:
        other.execute(f"CREATE TABLE {name} (id INTEGER)")
    with pytest.raises(
        Conflict, match=f"is another program's database: it has the table “{name}”"
    ) as refused:
        open_studio(load_settings(home=tmp_path, store="", database=""))
    assert str(refused.value).startswith(f"{tmp_path}/studio.db ")
    with closing(sqlite3.connect(tmp_path / "studio.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [(name,)]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_knows(studio, number):
    """As the number of a row it is one that is not there; as a value it is refused."""
    with studio.db.read() as session, pytest.raises(NotFound, match=f"There is no run number {number}"):
        get_run(session, number)
    with studio.db.write() as session, pytest.raises(InvalidInput, match="larger than the database can keep"):
        session.connection().exec_driver_sql("UPDATE person SET id = ?", (number,))
