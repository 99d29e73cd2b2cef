"""Tables of judgments and what became of them, and what they share with verdicts.

An answer of a person is only ever added, and undone by another row.
"""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Index, text
from sqlmodel import Column, Field, Session, SQLModel, col

from core.db import Json, LargeInteger, UtcDateTime, by_value, now
from core.errors import InvalidInput
from core.labelling.models import NONE_YET, NOT_SO, UNDO, Outcome, Purpose

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Any clock, even one that stands at 1970, lies between; beyond, a change of zone could overflow."""
LONGEST_NOTE = 2000
"""Characters of a note that goes with a decision, or back to an annotator."""
IS_QUALIFICATION = text("purpose = 'qualification'")
"""Of `ix_judgment_taught`; SQLite uses that index only for queries that have it to the letter."""
FOUND_BY = ("pair_id", "outcome", "is_retest", "withdrawn_by")
"""What tells which pairs have a judgment that stands: no row need be read to find them."""
IS_SKIP = text("outcome = 'skip'")
"""Of `ix_judgment_skipped`, likewise."""
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


class Judgment(StoredAnswer, table=True):
    """One person's answer on one pair; one stands a pair and person, and one more if it is a re-test.

    Attributes:
        left: Which candidate stood on the left.
        strength: How much better the chosen one is, 1 slightly to 4 much; with the outcome it makes the
            nine-point scale.
        axes: For each axis of the protocol the better candidate, or ``tie``.
        ranking: Of the first pair of a set: the answers' numbers, best first.
        ranking_id: The judgment that holds the ranking which implies this one.
        surplus: Whether the pair had all its judgments when this one came.
        about: What the row of a file said of an imported choice.
    """

    __table_args__ = (
        one_standing("uq_judgment_standing", "pair_id", "is_retest"),
        Index("ix_judgment_person", "project_id", "person_id", "received_at", *FOUND_BY),
        # Programs read all of them in the order in which they came.
        Index("ix_judgment_received", "project_id", "received_at", "id", *FOUND_BY),
        Index(
            "ix_judgment_flagged",
            "project_id",
            "received_at",
            sqlite_where=text("flag IS NOT NULL"),
            postgresql_where=text("flag IS NOT NULL"),
        ),
        Index("ix_judgment_skipped", "project_id", *FOUND_BY, sqlite_where=IS_SKIP, postgresql_where=IS_SKIP),
        Index("ix_judgment_ranking", "ranking_id"),
        # Also those that do not stand: what goes with a pair is found without reading all there are.
        Index("ix_judgment_pair", "pair_id"),
        # What somebody has been taught, withdrawn or not: few among many.
        Index(
            "ix_judgment_taught",
            "project_id",
            "person_id",
            "pair_id",
            sqlite_where=IS_QUALIFICATION,
            postgresql_where=IS_QUALIFICATION,
        ),
    )

    project_id: int = Field(foreign_key="project.id")
    pair_id: int = Field(foreign_key="pair.id")
    outcome: Outcome = Field(sa_type=by_value(Outcome))
    purpose: Purpose = Field(
        default=Purpose.REGULAR,
        sa_type=by_value(Purpose),
        sa_column_kwargs={"server_default": Purpose.REGULAR.value},
    )
    is_retest: bool = Field(default=False, sa_column_kwargs=NOT_SO)
    surplus: bool = Field(default=False, sa_column_kwargs=NOT_SO)
    left: int | None = None
    strength: int | None = None
    axes: dict[str, str] | None = Field(default=None, sa_column=Column(Json))
    rationale: str | None = None
    flag: str | None = None
    ranking: list[int] | None = Field(default=None, sa_column=Column(Json))
    ranking_id: str | None = None
    about: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


class Return(SQLModel, table=True):
    """A judgment that was given back to its annotator, with a note; ``id`` is what withdrew it."""

    __tablename__ = "returned_judgment"
    __table_args__ = (
        Index("ix_return_pair", "pair_id", "person_id"),
        Index("ix_return_judgment", "judgment_id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    judgment_id: str = Field(foreign_key="judgment.id")
    pair_id: int = Field(foreign_key="pair.id")
    person_id: int = Field(foreign_key="person.id")
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    note: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Decision(SQLModel, table=True):
    """What an adjudicator decided about a pair; the latest settles it, the earlier are its history."""

    __table_args__ = (Index("ix_decision_pair", "pair_id"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    pair_id: int = Field(foreign_key="pair.id")
    person_id: int = Field(foreign_key="person.id")
    outcome: str
    note: str = ""
    made_gold: bool = False
    made_example: bool = False
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Tally(SQLModel, table=True):
    """What one person did on one day in one project; progress is a sum over these few rows."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(primary_key=True)
    judged: int = 0
    skipped: int = 0
    surplus: int = Field(default=0, sa_column_kwargs=NONE_YET)
    active_ms: int = Field(default=0, sa_type=LargeInteger)
