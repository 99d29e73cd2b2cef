"""A database of the second revision keeps its rows when files and cards come, and when they go again."""

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, inspect

from core.datasets import DatasetView
from core.datasets.importing import list_imports
from core.datasets.models import Dataset
from core.db import open_database
from core.db.upgrade import SCRIPTS, migrate
from core.labelling import Judgment, Pair, Project, ProjectView
from core.services import Studio
from core.settings import load_settings
from core.storage import LocalStore
from tests.core.builders import frozen, new_person, rows_of, take

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER_COLUMNS = {
    "pair": {"conversation"},
    "prompt": {"conversation"},
    "judgment": {"about"},
    "dataset": {"title", "crc32c", "generation", "evidence_address", "evidence_sha256", "card"},
}
LATER_TABLES = {"file_import", "dataset_copy"}


def run(database, step, revision: str) -> None:
    """Go to a revision."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        step(config, revision)


@pytest.fixture
def old(any_empty):
    """A database of revision 0002 with a project, a pair and a frozen set."""
    database = open_database(any_empty)
    run(database, command.upgrade, "0002")
    with database.write() as session:
        connection = session.connection()
        tables = MetaData()
        tables.reflect(connection)

        def add(table: str, **values):
            done = connection.execute(tables.tables[table].insert().values(**values))
            return done.inserted_primary_key[0]

        fixed = {"name": "Posts", "uid": "7" * 32, "instruction": "", "guidelines": "", "seed": 0}
        project = add("project", **fixed, judgments_per_pair=1, is_sample=False, created_at=NOON)
        texts = {"input_text": "post", "candidate_0": "zero", "candidate_1": "one", "content_hash": "x"}
        add("pair", project_id=project, shuffle_key=1, judgment_count=0, origin="", **texts)
        about = {"kind": "preference", "number": 1, "rows": 1, "counts": {}, "recipe": {}, "created_at": NOON}
        add("dataset", project_id=project, address="file:///gone", size=1, sha256="0" * 64, **about)
    yield database
    database.close()


def columns(database) -> dict[str, set[str]]:
    """The columns of every table."""
    looked = inspect(database.engine)
    return {name: {one["name"] for one in looked.get_columns(name)} for name in looked.get_table_names()}


def test_old_sets_have_no_card_and_no_evidence(old, tmp_path):
    """They are listed all the same, and new ones are frozen beside them."""
    migrate(old)
    store = LocalStore(tmp_path / "objects")
    studio = Studio(load_settings(home=tmp_path, store="", database=""), old, store)
    (row,) = rows_of(studio, Dataset)
    view = DatasetView.of(row)
    assert (view.title, view.card, view.evidence_address, view.generation) == ("", {}, "", "")
    assert [pair.conversation for pair in rows_of(studio, Pair)] == [None]
    (found,) = rows_of(studio, Project)
    project = ProjectView.of(found)
    with old.read() as session:
        assert list_imports(session, project) == []
    new_person(studio)
    take(studio, project, {"input_text": "a", "candidate_0": "b", "candidate_1": "c", "choice": 1})
    assert [one.about for one in rows_of(studio, Judgment)] == [None]
    made = frozen(studio, project)
    assert (made.number, made.card["rows"]) == (2, 1)


def test_going_back_takes_only_what_came(old):
    """Down and up again: the tables are those of before, with their rows."""
    before = columns(old)
    run(old, command.upgrade, "0003")
    now = columns(old)
    assert now.keys() - before.keys() == LATER_TABLES
    assert {name: now[name] - before[name] for name in before if now[name] != before[name]} == LATER_COLUMNS
    run(old, command.downgrade, "0002")
    assert columns(old) == before
    with old.read() as session:
        for table in ("project", "pair", "dataset"):
            query = f"SELECT count(*) FROM {table}"
            assert session.connection().exec_driver_sql(query).scalar() == 1
    run(old, command.upgrade, "0003")
    assert columns(old) == now
