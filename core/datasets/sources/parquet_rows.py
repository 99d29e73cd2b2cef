"""Parquet: a few rows at a time, whatever the size of its row groups."""

import struct
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from core.datasets.left_out import LeftOut
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.sources.parquet_kinds import Decoder, Leaves, decode, decoders, narrowed_footer
from core.datasets.sources.parquet_plain import is_plain
from core.datasets.sources.parquet_values import NANOSECONDS, iso_day, iso_duration, iso_moment, storable_row
from core.datasets.sources.source import NumberedRow, ReportNotice, damage_told, damaged

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


ROWS_AT_A_TIME = 128
BUFFER = 1024 * 1024  # bytes a column; without it Arrow holds a whole row group's columns


def parquet_rows(
    file: BinaryIO, report_notice: ReportNotice, tick: Callable[[], object] = lambda: None
) -> Iterator[NumberedRow]:
    """The rows of a Parquet file, numbered from 1; ``tick`` is called every few rows.

    Raises:
        Damaged: The file cannot be read to its end.
    """
    number = 0
    for names, columns, plain, whole in _batches(file, report_notice):
        if number == 0 and (problem := _repeated_name(names)):
            yield 1, problem
            return
        tick()
        for values in zip(*columns, strict=True):
            number += 1
            row = dict(zip(names, values))  # noqa: B905 - of one length, and asking takes as long again
            if not whole and None in values:
                row = {name: value for name, value in row.items() if value is not None}
            yield number, row if plain else storable_row(number, row)


def _batches(
    file: BinaryIO, report_notice: ReportNotice
) -> Iterator[tuple[list[str], list[list[Any]], bool, bool]]:
    """Names of columns, some values of each, whether JSON says all as they are, and whether none is null."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    with damage_told():
        try:
            opened, wide = _opened(file)
            special = decoders(opened.schema, wide, opened.schema_arrow)
            for batch in _arrow_batches(opened, report_notice):
                columns = columns_of(batch, special)
                plain = not special and all(map(is_plain, batch.columns))
                whole = plain and not any(column.null_count for column in batch.columns)
                yield batch.schema.names, columns, plain, whole
        except (pa.ArrowException, *UNREADABLE, struct.error) as error:
            raise damaged(error) from error


def _opened(file: BinaryIO) -> tuple[Any, Leaves]:
    """The file as Arrow opens it, and which of its columns hold numbers of more than 64 bits."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    try:
        return parquet.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER), {}
    except pa.ArrowNotImplementedError:
        footer, wide = narrowed_footer(file)
        if not wide:
            raise
    about = parquet.read_metadata(BytesIO(footer))
    return parquet.ParquetFile(file, metadata=about, pre_buffer=False, buffer_size=BUFFER), wide


def _arrow_batches(opened: Any, report_notice: ReportNotice) -> Iterator[Any]:
    """All columns that Arrow can read; the others are told."""
    try:
        batches = opened.iter_batches(ROWS_AT_A_TIME, use_threads=False)
        first = next(batches, None)
    except NotImplementedError:
        names = [name for name in opened.schema_arrow.names if _is_readable(opened, name, report_notice)]
        batches = opened.iter_batches(ROWS_AT_A_TIME, columns=names, use_threads=False)
        first = next(batches, None)
    if first is not None:
        yield first
        yield from batches


def _is_readable(opened: Any, name: str, report_notice: ReportNotice) -> bool:
    try:
        next(opened.iter_batches(1, columns=[name]), None)
    except NotImplementedError as error:
        reason = f"cannot be read and is left out: {error}"
        report_notice(Fault.VALUE_LEFT_OUT, 1, field=name, reason=reason)
        return False
    return True


def _repeated_name(names: list[str]) -> Problem | None:
    """Of two columns of one name, a row could hold only one."""
    [(name, times), *_] = Counter(names).most_common(1) or [("", 0)]
    reason = f"names {times} columns; give each a name of its own"
    return Problem(1, "(columns)", shorten(name), reason, Fault.SHAPE) if times > 1 else None
