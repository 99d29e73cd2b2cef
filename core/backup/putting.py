"""Put the lines of a backup into the tables of a database, and say which of them cannot be kept."""

import base64
import re
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, ProgrammingError

from core.backup.rows import AT_ONCE, Convert, Kind, Shape, changed, changes_of, count
from core.errors import InvalidInput

NOT_KEPT = (DataError, IntegrityError, InterfaceError, ProgrammingError, InvalidInput, OverflowError)
"""What SQLite's driver, and the studio for it, say to a value that is not for its column."""


class RowError(Exception):
    """A line that cannot be kept: its number (0: nobody knows) and why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


def put(connection: Connection, shape: Shape, given: Iterable[bytes], convert: dict[str, Convert]) -> None:
    """Insert the rows of these lines into a table that has none.

    Raises:
        RowError: A line is no row of this table, or one that this database does not keep.
    """
    sqlite = connection.dialect.name == "sqlite"
    changes = changes_of(shape, _TO_SQLITE if sqlite else _TO_POSTGRESQL, convert)
    rows = (_row(number, line, shape, changes) for number, line in enumerate(given, 1))
    (_insert if sqlite else _copy)(connection, shape, rows)


def key_of(shape: Shape, line: bytes) -> str:
    """What names the row of a line; nothing where that cannot be read."""
    names = [name for name, _ in shape.columns]
    try:
        row = dict(zip(names, orjson.loads(line), strict=True))
    except (ValueError, TypeError):
        return ""
    return ", ".join(f"{name} {row[name]!r}" for name in shape.key)


def _row(number: int, line: bytes, shape: Shape, changes: list[tuple[int, Convert]]) -> list[Any]:
    try:
        row = orjson.loads(line)
        if isinstance(row, list) and len(row) == len(shape.columns):
            return changed(row, changes)
    except (ValueError, TypeError, AttributeError) as error:
        raise RowError(number, str(error)) from error
    raise RowError(number, f"it is no list of {len(shape.columns)} values")


def _moment(stored: str) -> str:
    """SQLite would take anything."""
    datetime.fromisoformat(stored)
    return stored


_TO_SQLITE: dict[Kind, Convert] = {
    Kind.NUMBER: float,
    Kind.BYTES: base64.b64decode,
    Kind.MOMENT: _moment,
    Kind.DAY: _moment,
}
_TO_POSTGRESQL: dict[Kind, Convert] = _TO_SQLITE | {Kind.MOMENT: lambda moment: f"{moment}+00"}


def _insert(connection: Connection, shape: Shape, rows: Iterable[list[Any]]) -> None:
    into, names = _names(connection, shape)
    places = ", ".join("?" for _ in shape.columns)
    statement = f"INSERT INTO {into} ({names}) VALUES ({places})"  # noqa: S608 - names of our tables
    remaining = map(tuple, rows)
    while some := list(islice(remaining, AT_ONCE)):
        try:
            connection.exec_driver_sql(statement, some)
        except NOT_KEPT as error:
            why = str(error.orig if isinstance(error, DBAPIError) else error)
            raise RowError(count(connection, shape.table) + 1, why) from error  # those before it are there


def _copy(connection: Connection, shape: Shape, rows: Iterable[list[Any]]) -> None:
    into, names = _names(connection, shape)
    driver: Any = connection.connection.driver_connection
    theirs: Any = connection.dialect.dbapi
    number = 0
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {into} ({names}) FROM STDIN") as copy:
            for number, row in enumerate(rows, 1):  # noqa: B007 - where it stood when it was refused
                copy.write_row(row)
    except (theirs.DataError, theirs.IntegrityError, theirs.ProgrammingError) as error:
        if error.diag.sqlstate:  # the server is behind
            found = re.search(r"^COPY .*?, line (\d+)", error.diag.context or "")
            number = int(found[1]) if found else 0
        raise RowError(number, str(error).partition("\n")[0]) from error


def _names(connection: Connection, shape: Shape) -> tuple[str, str]:
    quote = connection.dialect.identifier_preparer.quote
    return quote(shape.table), ", ".join(quote(name) for name, _ in shape.columns)
