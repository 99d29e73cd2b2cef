"""The migrations make exactly the tables that the models describe."""

import re
import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

import core.merge_people
import core.removing  # noqa: F401
from core.backup.rows import LEARNED_ANEW
from core.db import open_database
from core.db.upgrade import SCRIPTS, migrate, newest_revision
from core.errors import Conflict
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.write_tables import load_all
from tests.core.builders import add_pairs, everything, new_project

load_all()


@pytest.fixture
def empty(tmp_path):
    """A database without tables."""
    opened = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    opened.close()


def indexes(database) -> dict[str, str]:
    """Each index as its ``CREATE`` statement, with the condition of a partial one, spelt one way."""
    with database.read() as session:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        rows = session.connection().exec_driver_sql(query).all()
    return {name: re.sub(r"\s+", " ", sql.replace('"', "")) for name, sql in rows}


def is_no_search(name, kind, _parents) -> bool:
    """Whether a model describes it; what is searched lies in tables that each database has its own way."""
    return kind != "table" or not name.startswith(LEARNED_ANEW)


def test_alembic_finds_nothing_to_change(studio):
    """Tables, columns, types, keys and indexes of the migrations are the models'.

    Columns that came later have a default in the database, for the rows that were there before.
    """
    with studio.db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_no_search}
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_indexes_are_equal_to_the_letter(studio, empty):
    """Alembic does not compare the conditions of partial indexes; the database's own text tells them."""
    SQLModel.metadata.create_all(empty.engine)
    assert indexes(studio.db) == indexes(empty)


def test_the_same_tables_never_reuse_a_number(studio, empty):
    """Alembic does not compare that either."""
    SQLModel.metadata.create_all(empty.engine)
    made, described = autoincrementing(studio.db), autoincrementing(empty)
    assert made == described
    assert {"person", "project", "pair", "prompt", "dataset", "run", "review_comparison"} <= made


def autoincrementing(database) -> set[str]:
    """The tables that give every number once."""
    with database.read() as session:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        return set(session.connection().exec_driver_sql(query).scalars())


@pytest.mark.parametrize("name", ["uq_judgment_standing", "uq_review_verdict_standing"])
def test_the_standing_answer_is_unique(studio, name):
    """One standing answer a person and question, which no race can break."""
    sql = indexes(studio.db)[name]
    assert sql.startswith("CREATE UNIQUE INDEX")
    assert sql.endswith("WHERE withdrawn_by IS NULL AND outcome <> 'undo'")


def test_migrating_again_changes_nothing(studio, project):
    """Every start migrates; the data stays and the revision is noted once."""
    add_pairs(studio, project, 3)
    before = everything(studio)
    migrate(studio.db)
    migrate(studio.db)
    assert everything(studio) == before
    with studio.db.read() as session:
        assert len(session.connection().exec_driver_sql("SELECT * FROM alembic_version").all()) == 1


def test_the_newest_script_is_known_by_its_name():
    """A start with nothing to do asks no more than that; Alembic reads the scripts themselves."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_with_nothing_to_do_a_start_waits_for_nobody(studio):
    """The command can be started while somebody writes."""
    with studio.db.write() as session:
        session.connection()
        migrate(studio.db)


def test_a_database_of_a_newer_studio_is_left_alone(studio):
    """The sentence says which revision it has and what to start instead."""
    with studio.db.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Conflict, match="at revision 9999, which this version of the studio does not know"):
        migrate(studio.db)


def test_the_data_is_there_after_a_restart(tmp_path):
    """Opening the same home again finds what was there."""
    settings = load_settings(home=tmp_path / "home", store="")
    first = open_studio(settings)
    add_pairs(first, new_project(first), 2)
    before = everything(first)
    first.close()
    second = open_studio(settings)
    assert everything(second) == before
    second.close()


def test_several_first_starts_at_once_make_one_database(tmp_path):
    """The app and a command may start together; the second waits and finds the tables made."""
    databases = [open_database(f"sqlite:///{tmp_path / 'studio.db'}") for _ in range(4)]
    problems: list[BaseException] = []

    def start(database):
        try:
            migrate(database)
        except BaseException as error:  # noqa: BLE001 - a thread's error belongs to the test
            problems.append(error)

    threads = [threading.Thread(target=start, args=[database]) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert set(SQLModel.metadata.tables) <= set(inspect(databases[0].engine).get_table_names())
    for database in databases:
        database.close()


def test_going_back_leaves_no_table(studio):
    """A downgrade to before the first revision undoes all of it."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with studio.db.write() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "base")
    assert inspect(studio.db.engine).get_table_names() == ["alembic_version"]
