"""Write down what the newest revision has, for `core.db.upgrade`; a test says when that is needed."""

import json
import re
from importlib import import_module
from pathlib import Path

from sqlmodel import SQLModel

import core
from core.db.upgrade import TABLES

CORE = Path(core.__file__).parent


def load_all() -> None:
    """Every module of core that describes a table."""
    for path in sorted(CORE.rglob("*.py")):
        if re.search(r"^class .*, table=True\)", path.read_text(encoding="utf-8"), re.MULTILINE):
            import_module(".".join(("core", *path.relative_to(CORE).with_suffix("").parts)))


def lines() -> str:
    """A line a table, in the order of their names, with its columns in theirs."""
    load_all()
    tables = sorted(SQLModel.metadata.tables.items())
    rows = ({"table": name, "columns": sorted(one.columns.keys())} for name, one in tables)
    return "".join(f"{json.dumps(row)}\n" for row in rows)


if __name__ == "__main__":
    TABLES.write_text(lines(), encoding="utf-8")
