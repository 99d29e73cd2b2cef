"""What judgments and verdicts share: one person's answer, only ever added, undone by another row."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Index, text
from sqlmodel import Field, Session, SQLModel, col

from core.db import UtcDateTime, now
from core.errors import InvalidInput

UNDO = "undo"
STANDING = text(f"withdrawn_by IS NULL AND outcome <> '{UNDO}'")


class StoredAnswer(SQLModel):
    """The columns of every answer.

    Rows are only added: an undo is a row that withdraws another. ``withdrawn_by`` is the one column ever
    filled in later; a row stands while it is empty.
    """

    id: str = Field(primary_key=True, max_length=36)
    person_id: int = Field(foreign_key="person.id")
    reason: str | None = None
    confidence: int | None = None
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime = Field(sa_type=UtcDateTime)
    active_ms: int | None = None
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    undoes: str | None = None
    withdrawn_by: str | None = None


Stored = TypeVar("Stored", bound=StoredAnswer)


def one_standing(name: str, item: str, *more: str) -> Index:
    """The index that lets a person have one standing answer an item (and whatever ``more`` tells apart)."""
    return Index(
        name, item, "person_id", *more, unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )


def standing(table: type[StoredAnswer]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions that make a row of ``table`` a standing answer."""
    return col(table.withdrawn_by).is_(None), col(table.outcome) != UNDO  # type: ignore[attr-defined]


def withdraw(session: Session, undo: Stored, *, item: str, noun: str, place: str) -> Stored:
    """Take back the answer that ``undo`` names, and give it.

    Args:
        session: A unit of work that writes.
        undo: The row of the undo itself.
        item: The column that says what both rows answer, such as ``pair_id``.
        noun: What it is called, such as ``answer``.
        place: Where it was given, such as ``on pair 7``.

    Raises:
        InvalidInput: There is no such answer of this person, or it has been undone already.
    """
    target = session.get(type(undo), undo.undoes or "")
    if target is None or (target.person_id, getattr(target, item)) != (undo.person_id, getattr(undo, item)):
        raise InvalidInput(f"There is no {noun} of yours {place} to undo.")
    if target.withdrawn_by is not None or target.outcome == UNDO:  # type: ignore[attr-defined]
        raise InvalidInput(f"That {noun} {place} has already been undone.")
    target.withdrawn_by = undo.id
    session.add(target)
    return target
