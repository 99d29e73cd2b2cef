"""From a source to its numbered rows, whatever holds them; a damaged file ends in one problem."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from core.datasets.faults import Fault
from core.datasets.problems import Problem
from core.datasets.sources.container import Container
from core.datasets.sources.delimited import csv_rows, tsv_rows
from core.datasets.sources.json_lines import json_line_rows
from core.datasets.sources.json_list import json_list_rows
from core.datasets.sources.parquet_rows import parquet_rows
from core.datasets.sources.source import NumberedRow, ReportNotice, Source
from core.datasets.sources.unpack import Damaged, first_bytes, is_packed, unpacked
from core.errors import InvalidInput

READERS: dict[Container, Callable[[BinaryIO, ReportNotice], Iterator[NumberedRow]]] = {
    Container.JSONL: json_line_rows,
    Container.JSON: json_list_rows,
    Container.CSV: csv_rows,
    Container.TSV: tsv_rows,
}


def rows(source: Source, container: Container, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """Read a source row by row; memory does not grow with its size.

    Args:
        source: What to read.
        container: How it holds its rows (see `container_of`).
        report_notice: Told of byte order marks, Windows line ends and blank lines, with the line.

    Yields:
        The number of a line (text), item (JSON list) or row (Parquet), from 1, and the row as an object with
        every text and number as it stands there (in CSV and TSV all are text), or what is wrong with it.

    Raises:
        InvalidInput: The file is packed in a way that is not read.
        Unavailable: The disk or Cloud Storage failed.
    """
    number = 0
    try:
        for numbered in _opened(source, container, report_notice):
            number = numbered[0]
            yield numbered
    except Damaged as found:
        reason = f"cannot be read from here on: {found}"
        yield number + 1, Problem(number + 1, "(file)", "damaged", reason, Fault.DAMAGED)


def _opened(source: Source, container: Container, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    if container == Container.PARQUET:
        yield from _parquet(source, report_notice)
        return
    with unpacked(source) as file:
        yield from READERS[container](file, report_notice)


def _parquet(source: Source, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    with source.open() as file:
        if is_packed(first_bytes(file)):
            raise InvalidInput(f"{source.name} is Parquet packed once more; unpack it and try again.")
        yield from parquet_rows(file, report_notice, source.tick)
