"""The one statement both databases spell alike but SQLAlchemy does not: insert, or leave what is there."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from core.db.database import dialect_of


def insert_new(
    session: Session, table: type[SQLModel], rows: list[dict[str, Any]], *, key: list[str]
) -> None:
    """Insert ``rows``; those whose unique ``key`` already exists are left out, not changed."""
    if not rows:
        return
    make = postgresql.insert if dialect_of(session) == "postgresql" else sqlite.insert
    session.execute(make(table).on_conflict_do_nothing(index_elements=key), rows)
