"""Runs of the third revision keep what they say when runs in the cloud come, and when these go again."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import MetaData, inspect, text

from core.db import open_database
from core.db.upgrade import migrate
from core.training.models import Run, RunTask
from core.training.runs import get_run
from tests.contracts.test_files_and_cards_revision import run as go

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def old(any_empty):
    """A database of revision 0003 with a run and its task."""
    database = open_database(any_empty)
    go(database, command.upgrade, "0003")
    with database.write() as session:
        connection = session.connection()
        tables = MetaData()
        tables.reflect(connection)
        fixed = {"name": "Posts", "uid": "7" * 32, "instruction": "", "guidelines": "", "seed": 0}
        fixed |= {"judgments_per_pair": 1, "is_sample": False, "created_at": NOON}
        project = connection.execute(tables.tables["project"].insert().values(**fixed)).inserted_primary_key[
            0
        ]
        about = {"name": "Run 1", "method": "local-rlhf", "job_id": "local-rlhf-1", "state": "succeeded"}
        about |= {"parameters": {"seed": 1}, "root": "file:///gone", "created_at": NOON}
        made = connection.execute(tables.tables["run"].insert().values(project_id=project, **about))
        task = {"run_id": made.inserted_primary_key[0], "name": "reinforcer", "position": 0}
        connection.execute(tables.tables["run_task"].insert().values(**task, state="succeeded"))
    yield database
    database.close()


def columns(database):
    """The names of all columns by table."""
    found = inspect(database.engine)
    return {table: {one["name"] for one in found.get_columns(table)} for table in found.get_table_names()}


def test_an_old_run_reads_as_before(old):
    """What it did not know is empty, and nobody looks for jobs it never had."""
    migrate(old)
    with old.read() as session:
        run = get_run(session, 1).run
    assert (run.name, run.parameters, run.jobs, run.log, run.poll_error) == (
        "Run 1",
        {"seed": 1},
        {},
        None,
        None,
    )
    assert (run.adopted, run.failed_polls, run.tasks[0].depends_on) == (False, 0, ())


def test_down_and_up_again(old):
    """The tables are those of before, with their rows."""
    before = columns(old)
    go(old, command.upgrade, "head")
    now = columns(old)
    assert {"run_file", "price"} <= now.keys() - before.keys()
    assert now["run"] == set(Run.__table__.columns.keys())
    assert now["run_task"] == set(RunTask.__table__.columns.keys())
    go(old, command.downgrade, "0003")
    assert columns(old) == before
    migrate(old)
    with old.read() as session:
        assert get_run(session, 1).run.tasks[0].name == "reinforcer"


def test_what_is_known_of_polls_is_kept(old):
    """Under the columns' new names, and under the old ones after going back."""
    go(old, command.upgrade, "0010")
    with old.write() as session:
        session.execute(
            text("UPDATE run SET look_at = :at, look_failures = 2, look_error = 'no'"), {"at": NOON}
        )
    migrate(old)
    with old.read() as session:
        run = get_run(session, 1).run
    assert (run.next_poll_at, run.failed_polls, run.poll_error) == (NOON, 2, "no")
    go(old, command.downgrade, "0010")
    with old.read() as session:
        assert session.execute(text("SELECT look_failures, look_error FROM run")).all() == [(2, "no")]
