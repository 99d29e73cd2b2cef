"""Copies of a studio's home: what lies in one is addressed in its new place."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

ADDRESSES = {
    "dataset": ("address", "evidence_address"),
    "run": ("root",),
    "artifact": ("address",),
    "review_model": ("address",),
}


def copy_home(home: Path, to: Path) -> None:
    """Copy a home that no studio has open."""
    shutil.copytree(home, to)
    old, new = home.as_uri(), to.as_uri()
    with closing(sqlite3.connect(to / "studio.db")) as connection, connection:
        for table, columns in ADDRESSES.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (old, new))
