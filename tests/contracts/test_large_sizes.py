"""What is counted in bytes or milliseconds does not end at 32 bits, on either database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, Integer, Table, insert, inspect, select, text
from sqlmodel import SQLModel

from core.db import UtcDateTime, now
from tests.core.builders import new_person, new_project

THREE_GIB = 3 * 2**30
UNITS = ("size", "bytes", "ms")
CAPPED = {("judgment", "active_ms"), ("review_verdict", "active_ms")}
"""Of one answer: a day at most."""


def sizes() -> list[tuple[str, str]]:
    """The columns that hold such numbers, by their names."""
    return [
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Integer) and column.name.rpartition("_")[2] in UNITS
    ]


def test_there_are_some():
    """The names above find those that there were when this was written."""
    assert {("dataset", "size"), ("dataset_copy", "size"), ("run_file", "size"), ("tally", "active_ms")} <= {
        *sizes()
    }


def test_postgresql_keeps_them(any_studio):
    """SQLite's integers are as large as they need to be."""
    with any_studio.db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return
        for table, name in [one for one in sizes() if one not in CAPPED]:
            kinds = {one["name"]: one["type"] for one in inspect(connection).get_columns(table)}
            assert isinstance(kinds[name], BigInteger), (table, name)


@pytest.mark.parametrize(("table", "name"), [one for one in sizes() if one not in CAPPED])
def test_three_gibibytes(any_studio, table, name):
    """They come back as they went in."""
    new_project(any_studio)
    new_person(any_studio)
    one = SQLModel.metadata.tables[table]
    with any_studio.db.write() as session:
        if not any_studio.db.is_sqlite:  # what a row refers to is not the question here
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(insert(one).values(**some_row(one) | {name: THREE_GIB}))
        assert session.execute(select(one.c[name])).scalar_one() == THREE_GIB
        session.rollback()


VALUES = [
    (Integer, 1),
    (Boolean, False),
    (Float, 1.0),
    (Date, date(2026, 1, 31)),
    (UtcDateTime, now()),
    (JSON, {}),
]


def some_row(table: Table) -> dict[str, Any]:
    """A value for each column that must have one."""
    row = {}
    for column in table.columns:
        if not (column.nullable or column.default or column.server_default):
            names = getattr(column.type, "enums", None) or ["x"]
            row[column.name] = next((one for kind, one in VALUES if isinstance(column.type, kind)), names[0])
    return row
