"""A row by its number, or a sentence that there is none."""

from typing import TypeVar

from sqlmodel import Session, SQLModel

from core.errors import NotFound

Row = TypeVar("Row", bound=SQLModel)
LARGEST_NUMBER = 2**63 - 1


def find(session: Session, table: type[Row], number: int) -> Row | None:
    """The row of a table with this number; None for a number that no database knows."""
    return session.get(table, number) if abs(number) <= LARGEST_NUMBER else None


def numbered(session: Session, table: type[Row], number: int, *, called: str) -> Row:
    """The row of a table with this number.

    Args:
        session: A unit of work.
        table: A table whose key is one number.
        number: The key.
        called: What people call such a row.

    Raises:
        NotFound: There is none.
    """
    row = find(session, table, number)
    if row is None:
        raise NotFound(f"There is no {called} number {number}.")
    return row
