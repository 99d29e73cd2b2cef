"""What both databases spell alike but SQLAlchemy does not: insert, or leave or add to what is there."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from core.db.database import dialect_of

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
