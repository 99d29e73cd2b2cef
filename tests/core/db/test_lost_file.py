"""A file that lost its content is not taken for a new studio, and what its log still holds is not deleted."""

import shutil
from pathlib import Path

import pytest

from core.access import Person
from core.db.faults import SEE_BACKUP
from core.errors import Conflict
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import new_person, rows_of


@pytest.fixture
def serving(studio) -> Path:
    """The home of a studio that is open and has saved something a moment ago."""
    new_person(studio)
    return studio.settings.home


def open_in(home: Path) -> Studio:
    """Open what lies there."""
    return open_studio(load_settings(home=home, store="", database=""))


def refusal(home: Path) -> str:
    """Why it is not opened."""
    with pytest.raises(Conflict) as caught:
        open_in(home)
    return str(caught.value)


def copy_of(home: Path, *names: str) -> Path:
    """A home with only some of the files."""
    other = home.parent / "copy"
    other.mkdir()
    for name in names:
        shutil.copy(home / name, other)
    return other


@pytest.mark.parametrize("content", [None, b"", b"\0"], ids=["missing", "empty", "one byte"])
def test_a_log_beside_nothing(serving, content):
    """SQLite would delete it, and with it all that was saved last."""
    copy = copy_of(serving, "studio.db-wal")
    if content is not None:
        (copy / "studio.db").write_bytes(content)
    before = {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()}
    what = "missing" if content is None else "empty"
    assert refusal(copy) == (
        f"The database {copy}/studio.db is {what}, and studio.db-wal beside it holds changes that opening "
        f"would delete. Copy the whole folder to a safe place; {SEE_BACKUP}. "
        "To begin anew, remove studio.db-wal."
    )
    assert {name: (copy / name).read_bytes() for name in before} == before


def test_a_log_that_is_damaged(serving):
    """SQLite would pass over all of it without a word, and over what was saved last."""
    copy = copy_of(serving, "studio.db", "studio.db-wal")
    log = copy / "studio.db-wal"
    damaged = b"\xee" * 4096 + log.read_bytes()[4096:]
    log.write_bytes(damaged)
    assert refusal(copy) == (
        f"The file {log} is damaged, and what was saved last may stand only there; opening the database "
        f"would delete it. Copy the whole folder to a safe place; {SEE_BACKUP}. "
        "To go on without it, remove studio.db-wal."
    )
    assert log.read_bytes() == damaged


@pytest.mark.parametrize("content", [b"", bytes(8192), b"\x37"], ids=["empty", "zeros", "cut"])
def test_a_log_in_which_nothing_was(studio, content):
    """As a power cut may leave it before anything was saved."""
    new_person(studio)
    studio.close()
    (studio.settings.home / "studio.db-wal").write_bytes(content)
    opened = open_in(studio.settings.home)
    assert len(rows_of(opened, Person)) == 1
    opened.close()


@pytest.mark.parametrize("folder", ["objects", "runs"])
def test_a_file_that_was_emptied(tmp_path, folder):
    """Where data sets or runs are, there were rows."""
    (tmp_path / folder / "one").mkdir(parents=True)
    (tmp_path / "studio.db").touch()
    assert refusal(tmp_path) == (
        f"The database {tmp_path}/studio.db has no tables, but {tmp_path}/{folder} holds something: the file "
        f"was emptied, or copied without its studio.db-wal. {SEE_BACKUP}. To begin anew, remove studio.db."
    )


def test_a_copy_of_the_file_alone(tmp_path):
    """Of a studio that was serving: all that it had is in the log."""
    home = tmp_path / "home"
    serving = open_in(home)
    new_person(serving)
    copy = copy_of(home, "studio.db")
    (copy / "objects" / "datasets").mkdir(parents=True)
    assert "has no tables, but" in refusal(copy)
    serving.close()


def test_a_start_that_was_killed(tmp_path):
    """An empty file, and nothing but the log of the studio: it is still a first start."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / ".machine").touch()
    (tmp_path / "studio.db").touch()
    open_in(tmp_path).close()


def test_beginning_anew(tmp_path):
    """Whoever removes the file means it, as the sentence says."""
    (tmp_path / "objects" / "one").mkdir(parents=True)
    opened = open_in(tmp_path)
    assert rows_of(opened, Person) == []
    opened.close()


def test_a_log_that_belongs_to_its_file(serving):
    """A studio that was killed: both are there, and everything is."""
    copy = copy_of(serving, "studio.db", "studio.db-wal")
    opened = open_in(copy)
    assert len(rows_of(opened, Person)) == 1
    opened.close()
