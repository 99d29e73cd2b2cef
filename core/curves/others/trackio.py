"""trackio's database of a project, read with SQLite alone, which changes nothing in it or beside it.

The tables are those of trackio 0.43 (``sqlite_storage.py``) and of the earlier ones without ``run_id``:
``metrics(run_id, timestamp, run_name, step, metrics)`` and ``configs(run_id, run_name, config)``, with JSON
as text or bytes.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from math import nan
from pathlib import Path
from urllib.parse import quote

from core.curves.others.run import OtherRun, Room

HEAD = b"SQLite format 3\0"
ENDING = ".db"
MOST_BYTES = 512_000_000
MOST_SECONDS = 60.0
STRIDE = 100_000  # steps of SQLite's machine between looks at the clock
LONGEST_VALUE = 16_000_000  # bytes of one row's metrics
BEHIND = "lacks the rows of its -wal file, which cannot be read here; copy it while nothing writes to it"
NEEDED = {"run_name", "step", "timestamp", "metrics"}


FOREIGN = "is no database of trackio's"


def read_trackio(path: Path) -> tuple[list[OtherRun] | None, str]:
    """The runs of a project, in the order in which they were begun, and what was left out.

    A log beside the database (``-wal``) holds the rows that were written last: where there is one the
    database is opened as SQLite does, else as a file that nobody writes, so that nothing is made beside it.

    Returns:
        The runs, or None where the file is another program's; and the end of a sentence about the file.
    """
    with path.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            return None, FOREIGN
    if path.stat().st_size > MOST_BYTES:
        return [], f"is over {MOST_BYTES:,} bytes, too large to be read here; copy fewer runs into a project"
    wal = path.with_name(path.name + "-wal")
    pending = wal.exists() and wal.stat().st_size > 0
    try:
        return _read(path, "mode=ro" if pending else "immutable=1")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if not pending:
            return [], f"cannot be read ({error}); copy it again while nothing writes to it"
    return _without_wal(path)


def _without_wal(path: Path) -> tuple[list[OtherRun] | None, str]:
    """As in a folder where SQLite may not make what it needs to read the log beside the database."""
    try:
        runs, _ = _read(path, "immutable=1")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [], f"cannot be read ({error}); copy it again while nothing writes to it"
    return runs, BEHIND


def _read(path: Path, mode: str) -> tuple[list[OtherRun] | None, str]:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True)) as base:
        _guard(base)
        runs = _runs(base)
    return runs, FOREIGN if runs is None else ""


def _guard(base: sqlite3.Connection) -> None:
    """The file may be anybody's: no code of its own, no endless rows, no endless time."""
    ends = time.monotonic() + MOST_SECONDS
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    base.set_progress_handler(lambda: time.monotonic() > ends, STRIDE)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA cell_size_check = ON")


def _runs(base: sqlite3.Connection) -> list[OtherRun] | None:
    columns = _columns(base, "metrics")
    if not columns >= NEEDED:
        return None
    of = "run_id" if "run_id" in columns else "run_name"
    runs: dict[str, OtherRun] = {}
    room = Room()
    rows = base.execute(f"SELECT {of}, run_name, timestamp, step, metrics FROM metrics ORDER BY rowid")  # noqa: S608 - one of two names
    for key, name, at, step, metrics in rows:
        if isinstance(step, int):
            run = runs.setdefault(str(key), OtherRun(str(name), str(key), room))
            run.take(_json(metrics), step, _moment(str(at)))
    for key, config in _configs(base, of):
        if key in runs:
            runs[key].configure(_json(config))
    return list(runs.values())


def _configs(base: sqlite3.Connection, of: str) -> Iterator[tuple[str, object]]:
    if _columns(base, "configs") >= {of, "config"}:
        rows = base.execute(f"SELECT {of}, config FROM configs ORDER BY rowid")  # noqa: S608 - one of two names
        yield from ((str(key), config) for key, config in rows)


def _columns(base: sqlite3.Connection, table: str) -> set[str]:
    """A table's columns; of a view, which may compute anything, none."""
    real = base.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    found = base.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall() if real else []
    return {str(name) for (name,) in found}


def _json(raw: object) -> Mapping[str, object]:
    """A row's object; nothing where it holds no such thing."""
    if not isinstance(raw, str | bytes):
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=1024)  # what is logged together has one
def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return nan
