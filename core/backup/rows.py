"""Rows of a database as lines that mean the same to SQLite and to PostgreSQL.

A line is a JSON list, with the columns in the order of their names; rows come in the order of their keys,
spelt byte by byte. So the same rows give the same bytes, whichever database they lie in.
"""

import base64
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, inspect, types

from core.db import tables_of_newest
from core.errors import Conflict

AT_ONCE = 1_000
NOT_CARRIED = {
    "sign_in_session": "everybody signs in anew",
    "provider_session": "likewise at a provider",
    "sign_in_attempts": "nobody is slowed for what was tried elsewhere",
    "sign_in_link": "a link that was used since would be good again",
}
"""Tables whose rows stay where they are, and why; a backup has all others."""

LEARNED_ANEW = "pair_search"
"""How names of tables begin that a studio fills by itself, from what it has; they are in no backup."""

OF_EARLIER = {"comparison_set", "comparison", "verdict", "unblinding"}
"""Tables that reviews took the place of; a backup of before is restored at its own revision first."""

Convert = Callable[[Any], Any]


class Kind(StrEnum):
    """What a column holds, whatever a database calls it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    DAY = "day"
    JSON = "json"
    BYTES = "bytes"


KINDS: tuple[tuple[type[types.TypeEngine[Any]], Kind], ...] = (
    (types.Boolean, Kind.TRUTH),
    (types.DateTime, Kind.MOMENT),
    (types.Date, Kind.DAY),
    (types.JSON, Kind.JSON),
    (types.Integer, Kind.INTEGER),
    (types.Float, Kind.NUMBER),
    (types.String, Kind.TEXT),
    (types.LargeBinary, Kind.BYTES),
)

ON_POSTGRESQL = {
    Kind.MOMENT: "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    Kind.DAY: "to_char({}, 'YYYY-MM-DD')",
    Kind.JSON: "{}::text",
}


@dataclass(frozen=True)
class Shape:
    """A table: its columns in the order of their names, and its key."""

    table: str
    columns: tuple[tuple[str, Kind], ...]
    key: tuple[str, ...]

    @property
    def numbered_by(self) -> str | None:
        """The column that numbers its rows, if that is its key."""
        (first, *more) = self.key
        return first if not more and dict(self.columns)[first] is Kind.INTEGER else None


def shapes(connection: Connection) -> list[Shape]:
    """The studio's tables, each after those that it refers to.

    Raises:
        Conflict: There is a table or a column that nobody knows how to carry.
    """
    looked = inspect(connection)
    order = [name for name, _ in looked.get_sorted_table_and_fkc_names() if name]
    known = {*tables_of_newest(), *(() if "review" in order else OF_EARLIER)}
    if connection.dialect.name == "sqlite":  # PostgreSQL's database may hold other things beside ours
        learned = {one for one in order if one.startswith(LEARNED_ANEW)}
        strange = sorted({*order} - known - learned - {"alembic_version"})
        if strange:
            raise Conflict(f"The database has a table “{strange[0]}”, which is no table of this studio.")
    return [_shape(looked, name) for name in order if name in known]


def _shape(looked: Any, table: str) -> Shape:
    columns = tuple(sorted((one["name"], _kind(table, one)) for one in looked.get_columns(table)))
    return Shape(table, columns, tuple(looked.get_pk_constraint(table)["constrained_columns"]))


def _kind(table: str, column: Any) -> Kind:
    for kind, ours in KINDS:
        if isinstance(column["type"], kind):
            return ours
    raise Conflict(f"Nobody knows how to carry {table}.{column['name']}, which is {column['type']}.")


def lines(connection: Connection, shape: Shape, convert: dict[str, Convert] | None = None) -> Iterator[bytes]:
    """The rows of a table, one line each; few are in memory at once.

    Args:
        connection: In a transaction that sees one moment.
        shape: The table.
        convert: What becomes of the values of some columns.
    """
    changes = changes_of(shape, _READ, convert or {})
    result = connection.exec_driver_sql(
        _select(connection, shape), execution_options={"stream_results": True, "max_row_buffer": AT_ONCE}
    )
    for rows in result.partitions(AT_ONCE):
        for row in rows:
            yield orjson.dumps(changed(row, changes)) + b"\n"


def count(connection: Connection, table: str) -> int:
    """How many rows a table has."""
    quoted = connection.dialect.identifier_preparer.quote(table)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {quoted}").scalar_one())  # noqa: S608 - ours


def changes_of(
    shape: Shape, usual: dict[Kind, Convert], convert: dict[str, Convert]
) -> list[tuple[int, Convert]]:
    """What becomes of values, by their places: that of some columns goes after what is usual for the kind."""
    of_kind = [(place, usual[kind]) for place, (_, kind) in enumerate(shape.columns) if kind in usual]
    named = [(place, convert[name]) for place, (name, _) in enumerate(shape.columns) if name in convert]
    return of_kind + named


def changed(row: Iterable[Any], changes: list[tuple[int, Convert]]) -> list[Any]:
    """A row with what becomes of its values."""
    values = list(row)
    for place, change in changes:
        if values[place] is not None:
            values[place] = change(values[place])
    return values


def _whole_moment(stored: str) -> str:
    """SQLite's own clock leaves the microseconds out."""
    return stored if "." in stored else f"{stored}.000000"


def _number(value: float) -> float | str:
    """What JSON cannot say is a word."""
    return float(value) if math.isfinite(value) else repr(float(value))


_READ: dict[Kind, Convert] = {
    Kind.TRUTH: bool,
    Kind.MOMENT: _whole_moment,
    Kind.NUMBER: _number,
    Kind.BYTES: lambda value: base64.b64encode(value).decode(),
}


def _select(connection: Connection, shape: Shape) -> str:
    quote = connection.dialect.identifier_preparer.quote
    theirs = {} if connection.dialect.name == "sqlite" else ON_POSTGRESQL
    kinds = dict(shape.columns)
    columns = ", ".join(theirs.get(kind, "{}").format(quote(name)) for name, kind in shape.columns)
    by_bytes = ' COLLATE "C"' if theirs else ""
    order = ", ".join(quote(one) + (by_bytes if kinds[one] is Kind.TEXT else "") for one in shape.key)
    return f"SELECT {columns} FROM {quote(shape.table)} ORDER BY {order}"  # noqa: S608 - names of our tables
