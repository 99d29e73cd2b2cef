"""Parquet: a few rows at a time, whatever the size of its row groups."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten
from core.datasets.sources.parquet_values import storable_row
from core.datasets.sources.source import NumberedRow
from core.datasets.sources.unpack import damage_told, damaged

ROWS_AT_A_TIME = 128
BUFFER = 1024 * 1024  # bytes a column; without it Arrow holds a whole row group's columns
UNREADABLE = (ValueError, OverflowError, NotImplementedError)


def parquet_rows(file: BinaryIO) -> Iterator[NumberedRow]:
    """The rows of a Parquet file, numbered from 1.

    Raises:
        Damaged: The file cannot be read to its end.
    """
    number = 0
    for batch in _batches(file):
        if number == 0 and (problem := _repeated_name(batch.schema.names)):
            yield 1, problem
            return
        for row in _python_rows(batch):
            number += 1
            yield number, storable_row(number, row) if isinstance(row, dict) else _unreadable(number, row)


def _batches(file: BinaryIO) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415 - slow to import
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    with damage_told():
        try:
            opened = parquet.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER)
            opened.schema_arrow.names  # noqa: B018 - a name that is not UTF-8 shows here
            yield from opened.iter_batches(ROWS_AT_A_TIME)
        except (pa.ArrowException, *UNREADABLE) as error:
            raise damaged(error) from error


def _python_rows(batch: Any) -> Iterator[dict[str, Any] | Exception]:
    """The rows of a batch; one by one where one of them holds a value that Python cannot."""
    try:
        yield from batch.to_pylist()
    except UNREADABLE:
        for place in range(batch.num_rows):
            yield _python_row(batch.slice(place, 1))


def _python_row(batch: Any) -> dict[str, Any] | Exception:
    try:
        [row] = batch.to_pylist()
    except UNREADABLE as error:
        return error
    return row  # type: ignore[no-any-return] # Arrow is untyped


def _unreadable(number: int, error: Exception) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        shown = bytes(error.object[error.start : error.start + 4]).hex(" ")
        reason = "has text that is not UTF-8; write the file again with texts in UTF-8"
        return Problem(number, "(row)", f"bytes {shown}", reason, Fault.NOT_UTF8)
    reason = (
        "has a value that is too large for its kind, such as a date after the year 9999; write it as text"
    )
    return Problem(number, "(row)", shorten(str(error)), reason, Fault.NOT_TEXT)


def _repeated_name(names: list[str]) -> Problem | None:
    """Of two columns of one name, a row could hold only one."""
    [(name, times), *_] = Counter(names).most_common(1) or [("", 0)]
    reason = f"names {times} columns; give each a name of its own"
    return Problem(1, "(columns)", shorten(name), reason, Fault.SHAPE) if times > 1 else None
