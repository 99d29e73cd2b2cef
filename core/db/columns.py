"""Column types that SQLite and PostgreSQL keep alike, texts they keep, and the one source of "now"."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, String
from sqlalchemy.types import TypeDecorator, UserDefinedType

from core.errors import InvalidInput


def now() -> datetime:
    """The present moment, in UTC and aware of it."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive moments and store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"A naive datetime ({value!r}) cannot be stored; make it aware, in UTC."
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back aware, in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class MomentText(UserDefinedType[str]):
    """Reads a `UtcDateTime` as ISO 8601 text: many go into a file, and no datetime need be made of them."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str]:  # noqa: ARG002
        """How what the driver gives becomes text."""
        return _from_sqlite if dialect.name == "sqlite" else _from_datetime


def _from_sqlite(stored: str) -> str:
    """What ``isoformat`` makes of a moment that stands there as ``2026-01-31 23:59:59.000000``."""
    return f"{stored[:10]}T{stored[11:].removesuffix('.000000')}+00:00"


def _from_datetime(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


IN_HOME = "home:"
HOMES: WeakKeyDictionary[Dialect, str] = WeakKeyDictionary()
"""The address of the home that each open database belongs to, without a '/' at its end."""


class OwnAddress(TypeDecorator[str]):
    """An address; one below the studio's home is stored relative to it: a home can be moved or copied.

    Whoever reads it gets the whole address below the home of now.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out where the home is."""
        home = HOMES.get(dialect)
        if home and value and value.startswith(f"{home}/"):
            return IN_HOME + value.removeprefix(f"{home}/")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Say where the home is now."""
        if value and value.startswith(IN_HOME):
            return f"{HOMES.get(dialect, '')}/{value.removeprefix(IN_HOME)}"
        address: str | None = value
        return address


Json = JSON

LargeInteger = BigInteger().with_variant(Integer(), "sqlite")
"""A number that does not end at 32 bits; SQLite's integers never do."""

NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose numbers leave the server: SQLite would give the number of a deleted row to a new one, and
what a browser still holds for the old row would be taken for the new."""

LONGEST_VALUE = 24


def by_value(members: type[StrEnum]) -> Enum:
    """A column that holds an enum by its value, as plain text, so that a new member needs no migration."""
    return Enum(
        members,
        native_enum=False,
        length=LONGEST_VALUE,
        values_callable=lambda kind: [member.value for member in kind],
    )


def one_line(text: str, longest: int, *, called: str) -> str:
    """What people call something, with its white space in order; may be empty.

    Raises:
        InvalidInput: It is too long, or has characters that cannot be seen.
    """
    text = " ".join(text.split())
    if len(text) > longest or not text.isprintable():
        raise InvalidInput(
            f"The {called} {text[:20]!r} … must be at most {longest} visible characters; shorten it."
        )
    return text


def clean_text(text: str) -> str:
    """A text that any database keeps and any encoder writes; most texts stay as they are.

    PostgreSQL refuses NUL, so it becomes the replacement character; half of a surrogate pair, which JSON can
    spell but no encoder writes, becomes a question mark.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
