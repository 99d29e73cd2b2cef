"""The raw limits: what reading and writing cost with nothing but the standard library.

The tables have the texts and the choices and nothing else: no index but the primary keys, no checks, no
fingerprints. Journal and synchronisation are as the studio has them, for that is what makes a commit safe.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

BATCH = 2000
TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE pair (id INTEGER PRIMARY KEY, input_text TEXT, candidate_0 TEXT, candidate_1 TEXT);
CREATE TABLE judgment (pair_id INTEGER PRIMARY KEY, choice INTEGER);
"""
JOINED = """
SELECT input_text, candidate_0, candidate_1, choice
FROM pair JOIN judgment ON pair_id = pair.id ORDER BY pair.id
"""
NAMES = ("input_text", "candidate_0", "candidate_1", "choice")


def rows_in(file: Path, database: Path) -> None:
    """Read JSON lines and insert them with plain sqlite3, in one transaction."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript(TABLES)
    connection.execute("BEGIN IMMEDIATE")
    with file.open("rb") as lines:
        rows = _rows(lines)
        while batch := list(islice(rows, BATCH)):
            connection.executemany("INSERT INTO pair VALUES (?, ?, ?, ?)", [row[:4] for row in batch])
            connection.executemany("INSERT INTO judgment VALUES (?, ?)", [(row[0], row[4]) for row in batch])
    connection.execute("COMMIT")
    connection.close()


def rows_out(database: Path, file: Path) -> None:
    """Stream a joined cursor to JSON lines."""
    connection = sqlite3.connect(database)
    with file.open("w", encoding="utf-8") as lines:
        for row in connection.execute(JOINED):
            lines.write(json.dumps(dict(zip(NAMES, row, strict=True)), ensure_ascii=False) + "\n")
    connection.close()


def _rows(lines: Iterator[bytes]) -> Iterator[tuple[int, str, str, str, int]]:
    for number, line in enumerate(lines, start=1):
        row = json.loads(line)
        yield number, row["input_text"], row["candidate_0"], row["candidate_1"], row["choice"]
