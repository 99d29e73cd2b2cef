"""The values of Arrow's columns as Python has them, one by one where Python cannot hold one of them."""

from typing import Any

from core.datasets.faults import Fault
from core.datasets.left_out import LeftOut
from core.datasets.problems import shorten
from core.datasets.sources.iso_times import NANOSECONDS, iso_day, iso_duration, iso_moment
from core.datasets.sources.parquet_kinds import Decoder, decode

UNREADABLE = (ValueError, OverflowError, NotImplementedError, KeyError, TypeError)
MILLISECONDS_A_DAY = 86_400_000


def columns_of(batch: Any, special: dict[str, Decoder]) -> list[list[Any]]:
    """The values of each column of a batch; a `LeftOut` stands for what cannot be read at all."""
    return [
        _values(column, special.get(name))
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]


def _values(column: Any, how: Decoder | None) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except UNREADABLE:
        values = [_value(one) for one in column]
    return [decode(how, value) for value in values] if how else values


def _value(scalar: Any) -> Any:
    """One value; of a list or an object, each in it by itself."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        shown = bytes(error.object[error.start : error.start + 4]).hex(" ")
        reason = "has text that is not UTF-8; write the file again with texts in UTF-8"
        return LeftOut(f"bytes {shown}", reason, Fault.NOT_UTF8)
    except UNREADABLE as error:
        return _inside(scalar) or _as_text(scalar, error)


def _inside(scalar: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    if isinstance(scalar, pa.StructScalar):
        return {name: _value(scalar[name]) for name in scalar}
    if isinstance(scalar, pa.MapScalar):
        return [(_value(entry["key"]), _value(entry["value"])) for entry in scalar.values]
    if isinstance(scalar, pa.ListScalar):
        return [_value(one) for one in scalar.values]
    return _value(scalar.value) if isinstance(scalar, pa.DictionaryScalar) else None


def _as_text(scalar: Any, error: Exception) -> str | LeftOut:
    """A moment or a length of time as ISO 8601, although Python's own kinds end at the year 9999."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    match scalar:
        case pa.DurationScalar():
            return iso_duration(scalar.value * NANOSECONDS[scalar.type.unit])
        case pa.TimestampScalar():
            zone = "+00:00" if scalar.type.tz else ""
            return iso_moment(scalar.value * NANOSECONDS[scalar.type.unit]) + zone
        case pa.Date32Scalar():
            return iso_day(scalar.value)
        case pa.Date64Scalar():
            return iso_day(scalar.value // MILLISECONDS_A_DAY)
    reason = "has a value that cannot be read; write it as text"
    return LeftOut(shorten(str(error)), reason, Fault.NOT_TEXT)
