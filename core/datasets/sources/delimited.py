"""CSV and TSV: a header, then one record a row; every byte of a field is kept, and values stay text."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any, BinaryIO

from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten
from core.datasets.sources.json_lines import CUT_OFF
from core.datasets.sources.record_lines import RecordLines, RecordTooLong
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import LONGEST_LINE, single_lines, too_long

Record = list[str] | Problem


def csv_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The rows of a file whose columns are parted by commas, or by semicolons if its header says so."""
    lines = single_lines(file, report_notice)
    header = [*islice(lines, 1)]
    delimiter = comma_or_semicolon(header[0][0] or b"") if header else ","
    return _rows(RecordLines(chain(header, lines)), delimiter, report_notice)


def tsv_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The rows of a file whose columns are parted by tabulators."""
    return _rows(RecordLines(single_lines(file, report_notice)), "\t", report_notice)


def comma_or_semicolon(header: bytes) -> str:
    """What parts the columns of a CSV file: spreadsheets of some countries write semicolons."""
    return ";" if header.count(b";") > header.count(b",") else ","


def _rows(lines: RecordLines, delimiter: str, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    csv.field_size_limit(LONGEST_LINE)
    records = _records(csv.reader(lines, delimiter=delimiter, strict=True), lines, report_notice)
    line, header = next(records, (1, []))
    checked = header if isinstance(header, Problem) else _with_unlike_names(line, header)
    if isinstance(checked, Problem):
        yield line, checked
        return
    yield from ((line + number, _row(checked, header, lines)) for number in range(1, lines.times))
    for line, record in records:
        row = _row(checked, record, lines)
        if lines.times == 1:
            yield line, row
        elif isinstance(row, Problem):
            yield line, replace(row, times=lines.times)
        else:
            yield from ((line + number, row) for number in range(lines.times))


def _records(reader: Any, lines: RecordLines, report_notice: ReportNotice) -> Iterator[tuple[int, Record]]:
    """Records with the number of their first line; blank lines are passed over."""
    while (record := _next_record(reader, lines)) is not None:
        if lines.carriage_return:
            report_notice(Fault.CARRIAGE_RETURNS, lines.first, times=lines.times)
        if record:
            yield lines.first, record
        else:
            report_notice(Fault.BLANK_LINES, lines.first, times=lines.times)


def _next_record(reader: Any, lines: RecordLines) -> Record | None:
    lines.begin_record()
    try:
        record: list[str] | None = next(reader, None)
    except RecordTooLong:
        return too_long(lines.first, "table, or a quotation mark in it is never closed")
    except csv.Error as error:
        return lines.problem or _no_record(lines, error)
    return lines.problem or record


def _row(header: list[str], record: Record, lines: RecordLines) -> dict[str, str] | Problem:
    if isinstance(record, Problem):
        return record
    if len(record) == len(header):
        return dict(zip(header, record, strict=True))
    shown = f"{len(record)}: {shorten(record)}"
    if lines.unended and len(record) < len(header):
        return Problem(lines.first, "(line)", shown, CUT_OFF, Fault.CUT_OFF)
    reason = f"must have {len(header)} columns, as the header has"
    return Problem(lines.first, "(line)", shown, reason, Fault.SHAPE)


def _no_record(lines: RecordLines, error: csv.Error) -> Problem:
    if lines.used_up:
        return Problem(lines.first, "(line)", "an open quotation mark", CUT_OFF, Fault.CUT_OFF)
    reason = f"cannot be parted into columns: {error}"
    return Problem(lines.first, "(line)", "no sound record", reason, Fault.SHAPE)


def _with_unlike_names(line: int, header: list[str]) -> Record:
    """The header, unless it names two columns alike: a row could hold only one of them."""
    [(name, times), *_] = Counter(header).most_common(1) or [("", 0)]
    reason = f"stands {times} times in the header; give each column a name of its own"
    return header if times <= 1 else Problem(line, "(header)", shorten(name), reason, Fault.SHAPE)
