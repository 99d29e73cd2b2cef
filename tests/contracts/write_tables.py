"""Write down what the newest revision has, for `core.db.upgrade`; a test says when that is needed."""

import json

from sqlmodel import SQLModel

import core.review.models
import core.sign_in.models  # noqa: F401 - all tables
from core.db.upgrade import TABLES


def lines() -> str:
    """A line a table, in the order of their names, with its columns in theirs."""
    tables = sorted(SQLModel.metadata.tables.items())
    rows = ({"table": name, "columns": sorted(one.columns.keys())} for name, one in tables)
    return "".join(f"{json.dumps(row)}\n" for row in rows)


if __name__ == "__main__":
    TABLES.write_text(lines(), encoding="utf-8")
