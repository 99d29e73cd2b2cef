"""What a Parquet file can hold and JSON cannot, made into text or numbers that say the same."""

import hashlib
import math
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.datasets.left_out import Doubt, LeftOut, doubt
from core.datasets.parse_line import PLAIN
from core.datasets.problems import Fault, shorten

NANOSECONDS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
"""In each unit that Arrow counts in."""

SECONDS_A_DAY = 24 * 60 * 60
CYCLE, YEARS_A_CYCLE = 146_097, 400  # days after which the calendar begins anew, and years


def iso_day(days: int) -> str:
    """So many days after 1 January 1970; a year that has not four digits has a sign before it."""
    cycles, rest = divmod(days, CYCLE)
    day = date(1970, 1, 1) + timedelta(rest)
    year = day.year + cycles * YEARS_A_CYCLE
    return f"{f'{year:04d}' if 0 <= year <= 9999 else f'{year:+05d}'}-{day:%m-%d}"  # noqa: PLR2004 four digits


def iso_moment(nanoseconds: int) -> str:
    """So much time after the beginning of 1 January 1970."""
    seconds, rest = divmod(nanoseconds, 10**9)
    days, seconds = divmod(seconds, SECONDS_A_DAY)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"{iso_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"


def iso_duration(nanoseconds: int) -> str:
    """A length of time in days, hours, minutes and seconds; a negative one has a minus before it."""
    seconds, rest = divmod(abs(nanoseconds), 10**9)
    days, seconds = divmod(seconds, SECONDS_A_DAY)
    sign = "-" if nanoseconds < 0 else ""
    return f"{sign}P{_parts((days, 'D'))}{_time(seconds, rest)}" if nanoseconds else "PT0S"


def iso_interval(months: int, days: int, milliseconds: int) -> str:
    """A length of time by the calendar: a month is no fixed number of days, nor a day of hours."""
    seconds, rest = divmod(milliseconds, 1000)
    years, months = divmod(months, 12)
    calendar = _parts((years, "Y"), (months, "M"), (days, "D"))
    return f"P{calendar}{_time(seconds, rest * 10**6)}" if calendar or milliseconds else "PT0S"


def nanoseconds_of(value: timedelta) -> int:
    """Python counts to the microsecond; the kind that pandas makes of it knows nanoseconds."""
    microseconds = (value.days * SECONDS_A_DAY + value.seconds) * 10**6 + value.microseconds
    return microseconds * 1000 + int(getattr(value, "nanoseconds", 0))


def _time(seconds: int, nanoseconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    last = f"{seconds}{fraction}S" if seconds or nanoseconds else ""
    told = _parts((hours, "H"), (minutes, "M")) + last
    return f"T{told}" if told else ""


def _parts(*parts: tuple[int, str]) -> str:
    return "".join(f"{number}{letter}" for number, letter in parts if number)


def storable_row(number: int, row: dict[str, Any]) -> dict[str, Any] | Doubt:
    """A row of columns as an object.

    Bytes become text, dates, times and lengths of time become text as ISO 8601 writes it, decimal numbers
    become numbers where those are equal and text where they are not, and a map becomes a list of its keys
    and values. What JSON cannot say is left out, and the row is one in doubt. Arrow itself refuses a file of
    more than a hundred levels.

    Args:
        number: Which row of the file it is.
        row: Its values without nulls: a column cannot leave a field out.
    """
    if PLAIN.issuperset(map(type, row.values())):
        return row
    left: list[LeftOut] = []
    made = {name: _storable(value, left) for name, value in row.items()}
    return doubt(number, made) if left else made


def _storable(value: Any, left: list[LeftOut]) -> Any:
    """A value as JSON says it; what it has no way to say goes to ``left``."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _leave(left, _no_number(value))
    if isinstance(value, LeftOut):
        return _leave(left, value)
    if isinstance(value, dict):
        return {name: _storable(inner, left) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner, left) for inner in value]
    text = _text_of_bytes(value) if isinstance(value, bytes) else _written_out(value)
    return _leave(left, text) if isinstance(text, LeftOut) else text


def _leave(left: list[LeftOut], value: LeftOut) -> LeftOut:
    left.append(value)
    return value


def _no_number(value: float) -> LeftOut:
    reason = f"is {value}, which is no number; leave it out or write null"
    return LeftOut(shorten(value), reason, Fault.NOT_A_NUMBER)


def _text_of_bytes(value: bytes) -> str | LeftOut:
    """What bytes spell; of those that are no text, such as pictures, what tells them from others is kept."""
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        shown = value[error.start : error.start + 4].hex(" ")
        reason = "holds bytes that are no text in UTF-8; write the column as text"
        kept = {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
        return LeftOut(f"bytes {shown}", reason, Fault.NOT_UTF8, kept=kept)


def _written_out(value: object) -> str | int | float | LeftOut:
    match value:
        case Decimal():
            return _number(value)
        case date() | time():  # a point in time is a date to Python
            return value.isoformat()
        case timedelta():
            return iso_duration(nanoseconds_of(value))
        case UUID():
            return str(value)
    reason = f"holds a value of the kind {type(value).__name__}; write the column as text"
    return LeftOut(shorten(value), reason, Fault.NOT_TEXT)


def _number(value: Decimal) -> str | int | float:
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
