"""What a Parquet file can hold and JSON cannot, made into text or numbers that say the same."""

import math
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.datasets.faults import Fault
from core.datasets.parse_line import PLAIN
from core.datasets.problems import Problem, shorten


def storable_row(number: int, row: dict[str, Any]) -> dict[str, Any] | Problem:
    """A row of columns as an object.

    A column cannot leave a field out, so one that is null is left out of the object. Bytes become text,
    dates and times become text as ISO 8601 writes it, decimal numbers become numbers where those are
    equal and text where they are not, and a map becomes a list of its keys and values. Arrow itself refuses
    a file of more than a hundred levels.
    """
    present = {name: value for name, value in row.items() if value is not None}
    if all(type(value) in PLAIN for value in present.values()):
        return present
    try:
        for name, value in present.items():
            present[name] = _storable(name, value)
    except _Unstorable as found:
        return Problem(number, found.field, shorten(found.value), str(found), found.fault)
    return present


class _Unstorable(Exception):  # noqa: N818 - made into a problem above
    """A value that JSON has no way to say; the text is the reason."""

    def __init__(self, reason: str, *, field: str, value: object, fault: Fault) -> None:
        super().__init__(reason)
        self.field = field
        self.value = value
        self.fault = fault


def _storable(field: str, value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return {name: _storable(field, inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(field, inner) for inner in value]
    if isinstance(value, float):
        return _finite(field, value)
    if isinstance(value, bytes):
        return _text(field, value)
    return _written_out(field, value)


def _finite(field: str, value: float) -> float:
    if math.isfinite(value):
        return value
    reason = f"is {value}, which is no number; leave it out or write null"
    raise _Unstorable(reason, field=field, value=value, fault=Fault.NOT_A_NUMBER)


def _text(field: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        shown = value[error.start : error.start + 4].hex(" ")
        reason = "holds bytes that are no text in UTF-8; write the column as text"
        raise _Unstorable(reason, field=field, value=f"bytes {shown}", fault=Fault.NOT_UTF8) from error


def _written_out(field: str, value: object) -> str | int | float:
    match value:
        case Decimal():
            return _number(value)
        case date() | time():  # a point in time is a date to Python
            return value.isoformat()
        case UUID():
            return str(value)
    reason = f"holds a value of the kind {type(value).__name__}; write the column as text"
    raise _Unstorable(reason, field=field, value=value, fault=Fault.NOT_TEXT)


def _number(value: Decimal) -> str | int | float:
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)
