"""What a Parquet file can hold and JSON cannot, made into text or numbers that say the same."""

import hashlib
import math
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.datasets.faults import Fault
from core.datasets.left_out import Doubt, LeftOut, doubt
from core.datasets.parse_line import PLAIN
from core.datasets.problems import shorten
from core.datasets.sources.iso_times import iso_duration, nanoseconds_of


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
    text = _text(value) if isinstance(value, bytes) else _written_out(value)
    return _leave(left, text) if isinstance(text, LeftOut) else text


def _leave(left: list[LeftOut], value: LeftOut) -> LeftOut:
    left.append(value)
    return value


def _no_number(value: float) -> LeftOut:
    reason = f"is {value}, which is no number; leave it out or write null"
    return LeftOut(shorten(value), reason, Fault.NOT_A_NUMBER)


def _text(value: bytes) -> str | LeftOut:
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
