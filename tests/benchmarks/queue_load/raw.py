"""The limit: claim and save in one transaction with the bare driver, one connection, the same durability.

Two tables, and only the indexes without which the answer would be wrong or slow: the queue's order, one
judgment a pair and person, the keys. No roles, leases, tallies, progress, protocol or checks of what is sent.
"""

import sqlite3
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .filling import JUDGMENTS_PER_PAIR, POST_WORDS, SUMMARY_WORDS

TEXT = "lorem " * (POST_WORDS + 2 * SUMMARY_WORDS)
PEOPLE = 50
TABLES = (
    "CREATE TABLE pair (id INTEGER PRIMARY KEY, priority INTEGER, shuffle_key BIGINT, n INTEGER, text TEXT)",
    "CREATE INDEX queue ON pair (priority, shuffle_key) WHERE priority IS NOT NULL",
    "CREATE TABLE judgment (id TEXT PRIMARY KEY, pair INTEGER, person INTEGER, outcome TEXT, at TEXT)",
    "CREATE UNIQUE INDEX standing ON judgment (pair, person)",
)
FILL = "INSERT INTO pair VALUES (?, 0, ?, 0, ?)"
CLAIM = """SELECT id, text FROM pair WHERE priority IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM judgment WHERE judgment.pair = pair.id AND person = ?)
    ORDER BY priority, shuffle_key LIMIT 1"""
SAVE = "INSERT INTO judgment VALUES (?, ?, ?, ?, ?)"
COUNT = f"""UPDATE pair SET n = n + 1, priority = CASE WHEN n + 1 < {JUDGMENTS_PER_PAIR} THEN n + 1 END
    WHERE id = ?"""
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536")


class Raw:
    """A filled database of the bare kind, on which the limit is measured again and again."""

    def __init__(self, connection: Any, *, begin: str, mark: str, lock: str) -> None:
        self.connection, self.begin = connection, begin
        self.judged, self.room = 0, 0
        self.claim, self.save, self.count, self.fill = (
            statement.replace("?", mark) for statement in (CLAIM + lock, SAVE, COUNT, FILL)
        )

    def build(self, pairs: int) -> "Raw":
        """Make the tables and their rows."""
        for statement in TABLES:
            self.connection.execute(statement)
        self.connection.execute("BEGIN")
        rows = ((number, number * 7919 % 100_003, TEXT) for number in range(pairs))
        self.connection.cursor().executemany(self.fill, rows)
        self.connection.execute("COMMIT")
        self.room = pairs * JUDGMENTS_PER_PAIR
        return self

    def rate(self, seconds: float) -> float:
        """Judgments a second, one after the other by fifty people in turn."""
        if self.judged > self.room / 2:
            self._start_over()
        start, before = time.perf_counter(), self.judged
        while time.perf_counter() - start < seconds:
            self._judge(self.judged % PEOPLE)
            self.judged += 1
        return (self.judged - before) / (time.perf_counter() - start)

    def _start_over(self) -> None:
        self.connection.execute("DELETE FROM judgment")
        self.connection.execute("UPDATE pair SET n = 0, priority = 0")
        self.judged = 0

    def _judge(self, person: int) -> None:
        execute: Callable[..., Any] = self.connection.execute
        execute(self.begin)
        pair, _ = execute(self.claim, (person,)).fetchone()
        execute(self.save, (str(uuid.uuid4()), pair, person, "candidate_0", "2026-03-01T12:00:00Z"))
        execute(self.count, (pair,))
        execute("COMMIT")


def open_raw(folder: Path, address: str, *, pairs: int) -> Raw:
    """The bare database of the same kind, with as many pairs."""
    if not address:
        connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return Raw(connection, begin="BEGIN IMMEDIATE", mark="?", lock="").build(pairs)
    import psycopg  # noqa: PLC0415

    bare = psycopg.connect(address, autocommit=True)
    return Raw(bare, begin="BEGIN", mark="%s", lock=" FOR UPDATE SKIP LOCKED").build(pairs)
