"""Comparison sets of earlier days lose, in their count, what both models answered alike; nothing else."""

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

from core.db import open_database
from core.db.upgrade import SCRIPTS
from core.review.models import ComparisonSet

TEXTS = [("alike", "alike"), ("one", "two"), ("", "")]


def test_identical_answers_are_counted_out(tmp_path):
    """Of three comparisons one is left; the rows stay, and going back counts them again."""
    database = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0008")
        fill(session.connection())
        command.upgrade(config, "0009")
    with database.read() as session:
        found = session.get_one(ComparisonSet, 1)
        assert (found.comparisons, found.about) == (1, {"identical": 2})
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "0008")
        assert session.connection().exec_driver_sql("SELECT comparisons FROM comparison_set").scalar() == 3
    database.close()


def fill(connection) -> None:
    """A set of three comparisons, as revision 0008 keeps it."""
    tables = MetaData()
    tables.reflect(connection)
    at = "2026-03-01 12:00:00.000000"
    connection.exec_driver_sql(
        "INSERT INTO project (id, uid, name, instruction, guidelines, judgments_per_pair, protocol, seed, "
        "is_sample, created_at) VALUES (1, 'x', 'x', '', '', 1, '{}', 0, 0, ?)",
        (at,),
    )
    connection.exec_driver_sql(
        "INSERT INTO comparison_set (id, project_id, title, base_address, tuned_address, comparisons, "
        "only_base, only_tuned, ambiguous, blinding_key, created_at) "
        "VALUES (1, 1, 't', 'a', 'b', 3, 0, 0, 0, '00', ?)",
        (at,),
    )
    rows = [{"base_text": base, "tuned_text": tuned} for base, tuned in TEXTS]
    common = {"set_id": 1, "shuffle_key": 1, "prompt": "p"}
    insert = tables.tables["comparison"].insert()
    connection.execute(insert, [common | row | {"prompt_hash": str(n)} for n, row in enumerate(rows)])
