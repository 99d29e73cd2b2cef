"""Parquet: a few rows at a time, whatever the size of its row groups."""

import struct
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten
from core.datasets.sources.parquet_cells import UNREADABLE, columns_of
from core.datasets.sources.parquet_kinds import Leaves, decoders, narrowed_footer
from core.datasets.sources.parquet_values import storable_row
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.unpack import damage_told, damaged

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
    for names, columns in _batches(file, report_notice):
        if number == 0 and (problem := _repeated_name(names)):
            yield 1, problem
            return
        tick()
        for values in zip(*columns, strict=True):
            number += 1
            row = dict(zip(names, values, strict=True))
            if None in values:
                row = {name: value for name, value in row.items() if value is not None}
            yield number, storable_row(number, row)


def _batches(file: BinaryIO, report_notice: ReportNotice) -> Iterator[tuple[list[str], list[list[Any]]]]:
    """The names of the columns, and some values of each of them."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    with damage_told():
        try:
            opened, wide = _opened(file)
            special = decoders(opened.schema, wide, opened.schema_arrow)
            for batch in _arrow_batches(opened, report_notice):
                yield batch.schema.names, columns_of(batch, special)
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
