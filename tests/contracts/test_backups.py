"""A backup brings all of a studio to another home and to the other kind of database, and back."""

from contextlib import ExitStack, closing

import pytest

from core.access import Person
from core.backup import NOT_CARRIED, check_backup, make_backup, restore_backup
from core.db import tables_of_newest
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.conftest import DATABASES
from tests.core.backup.filled import fill, of_everything
from tests.core.builders import everything, new_person, rows_of
from tests.postgres_server import TEMPLATE


@pytest.fixture(scope="module", params=DATABASES)
def full(request, tmp_path_factory):
    """A studio with something of everything, on either database; nobody changes it."""
    home = tmp_path_factory.mktemp("full")
    with ExitStack() as stack:
        kind = request.param == "postgresql"
        url = stack.enter_context(request.getfixturevalue("postgres").fresh(TEMPLATE)) if kind else ""
        studio = open_studio(load_settings(home=home, store="", database=url))
        stack.callback(studio.close)
        fill(studio)
        yield studio


@pytest.fixture
def elsewhere(postgres, tmp_path):
    """Settings of another home, on either database; nothing is there yet."""
    with postgres.fresh() as url:
        yield {
            "sqlite": load_settings(home=tmp_path / "sqlite here", store="", database=""),
            "postgresql": load_settings(home=tmp_path / "postgresql here", store="", database=url),
        }


def carried(found: dict) -> dict:
    """All but what a backup leaves out."""
    return {name: rows for name, rows in found.items() if name not in NOT_CARRIED}


@pytest.mark.parametrize("to", DATABASES)
def test_everything_is_there_again(full, elsewhere, tmp_path, to):
    """Every row, object and file, whichever database it came from; sessions are not.

    No number is given again, not even that of somebody who was removed before.
    """
    before = of_everything(full)
    assert before["sign_in_session"]
    made = make_backup(full, tmp_path / "one")
    restore_backup(elsewhere[to], tmp_path / "one")
    with closing(open_studio(elsewhere[to])) as studio:
        after = of_everything(studio)
        assert carried(after) == carried(before)
        assert not any(after[name] for name in NOT_CARRIED)
        assert new_person(studio, name="Next").id == made.counters["person"] + 1
        assert made.counters["person"] > max(one.id for one in rows_of(full, Person))
    assert made.moment.utcoffset().total_seconds() == 0
    assert not made.gone


def test_there_and_back_again(full, elsewhere, tmp_path):
    """The file of a restored studio says the same of every table, object and counter as the first one."""
    first = make_backup(full, tmp_path / "1")
    parts = dict(first.parts), first.counters
    for step, to in enumerate(("postgresql", "sqlite")):
        restore_backup(elsewhere[to], tmp_path / str(step + 1))
        with closing(open_studio(elsewhere[to])) as studio:
            again = make_backup(studio, tmp_path / str(step + 2))
        assert dict(again.parts) == parts[0]
        assert again.counters.keys() == parts[1].keys()
        assert {name: again.counters[name] for name in again.counters if name != "audit_entry"} == {
            name: last for name, last in parts[1].items() if name != "audit_entry"
        }


def test_every_table_is_carried_or_named(full, tmp_path):
    """What is left out stands in one list with the reason, and all else is in the file."""
    there = set(tables_of_newest())
    assert set(NOT_CARRIED) <= there
    assert all(NOT_CARRIED.values())
    made = make_backup(full, tmp_path / "one")
    assert {one.name for one in made.tables} == there - set(NOT_CARRIED)
    found = {name: len(rows) for name, rows in everything(full).items()}
    assert all(one.rows == found.get(one.name, 0) for one in made.tables)


def test_the_file_says_what_it_is(full, tmp_path):
    """It can be looked through without a studio, and only its owner may."""
    made = make_backup(full, tmp_path / "one")
    assert check_backup(tmp_path / "one") == made
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.glob("*one*")] == ["one"]


@pytest.mark.parametrize("to", DATABASES)
def test_a_studio_without_rows(any_studio, elsewhere, tmp_path, to):
    """It is kept like any other, and the first number is given again, for it was nobody's."""
    make_backup(any_studio, tmp_path / "one")
    restore_backup(elsewhere[to], tmp_path / "one")
    with closing(open_studio(elsewhere[to])) as studio:
        assert new_person(studio).id == 1
