"""Inserts: many rows as fast as the driver can, and rows of which some may be there already."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import JSON, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from core.db.database import dialect_of

Processor = Callable[[Any], Any] | None


def insert_tuples(
    session: Session,
    table: type[SQLModel],
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert ``rows``; those that break a unique key are left out, not changed.

    Args:
        session: A unit of work that writes.
        table: Where to.
        names: The columns of the tuples.
        rows: One tuple a row. None is stored as NULL, in JSON columns too.
        same: Columns that have one value in all rows. Python-side defaults of the model are not applied.
    """
    if not rows:
        return
    same = same or {}
    dialect = session.get_bind().dialect
    all_names = (*names, *same)
    processors = _processors(table, dialect, all_names)
    constants = tuple(
        made(value) if made and value is not None else value
        for made, value in zip(processors[len(names) :], same.values(), strict=True)
    )
    changed = [(place, made) for place, made in enumerate(processors[: len(names)]) if made]
    session.connection().exec_driver_sql(
        _statement(table, dialect, all_names), [(*_bound(row, changed), *constants) for row in rows]
    )


def _bound(row: Sequence[Any], changed: list[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    """The row as the driver takes it; most rows have nothing to change."""
    values: list[Any] | None = None
    for place, made in changed:
        value = row[place]
        if value is not None:
            values = values or list(row)
            values[place] = made(value)
    return values or row


@cache
def _processors(table: type[SQLModel], dialect: Dialect, names: tuple[str, ...]) -> tuple[Processor, ...]:
    columns = _table(table).c
    return tuple(_processor(columns[name].type, dialect) for name in names)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Processor:
    if type(kind) is JSON:
        return _json_text
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _json_text(value: Any) -> str:
    """A value as JSON, by the quicker library where it can say all of it as the standard one does."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # integers over 64 bits or half a surrogate pair, which metadata may hold
        return json.dumps(value)


@cache
def _statement(table: type[SQLModel], dialect: Dialect, names: tuple[str, ...]) -> str:
    quote = dialect.identifier_preparer.quote
    place = "?" if dialect.paramstyle == "qmark" else "%s"
    columns = ", ".join(quote(name) for name in names)
    places = ", ".join([place] * len(names))
    into = quote(_table(table).name)
    return f"INSERT INTO {into} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608 - our names


def _table(table: type[SQLModel]) -> Table:
    return table.__table__  # type: ignore[attr-defined,no-any-return] # SQLModel does not declare it


_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def insert_new(
    session: Session, table: type[SQLModel], rows: list[dict[str, Any]], *, key: list[str]
) -> None:
    """Insert ``rows``; those whose unique ``key`` already exists are left out, not changed."""
    if rows:
        statement = _DIALECTS[dialect_of(session)].insert(table)
        session.execute(statement.on_conflict_do_nothing(index_elements=key), rows)


def insert_or_add(
    session: Session, table: type[SQLModel], rows: list[dict[str, Any]], *, key: Sequence[str]
) -> None:
    """Insert ``rows`` of counts; where the unique ``key`` exists, every other column is added to."""
    if rows:
        statement = _adding(dialect_of(session), table, tuple(key), tuple(rows[0]))
        session.connection().execute(statement, rows)


@cache  # building it takes longer than running it
def _adding(dialect: str, table: type[SQLModel], key: tuple[str, ...], names: tuple[str, ...]) -> Any:
    statement = _DIALECTS[dialect].insert(table)
    sums = {name: getattr(table, name) + statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=sums)
