"""CSV and TSV: a header, then one record a row; every byte of a field is kept, and values stay text."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any, BinaryIO

from core.datasets.problems import Fault, Problem, shorten
from core.datasets.sources.json_rows import CUT_OFF
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import LONGEST_LINE, Piece, repeated, single_lines, times_of, too_long


class RecordTooLong(Exception):  # noqa: N818 - named for what happened; it passes through Python's reader
    """The lines of one record are over the limit together; a quotation mark is probably never closed."""


class RecordLines:
    """The lines of a file as text, and what is to be said of the record that is being made of them.

    Args:
        lines: Lines without their ends, and whether they had one.

    Attributes:
        first: The number of the record's first line.
        problem: What is wrong with its bytes; its lines go on to the reader all the same, so that the
            next record is found.
        carriage_return: Whether its last line ends as Windows ends lines.
        unended: Whether its last line has no end, as only the file's last one can.
        used_up: Whether there was no line left for it.
        times: So many lines in a row are this record.
    """

    def __init__(self, lines: Iterator[tuple[Piece, bool]]) -> None:
        self._lines = lines
        self._number = 0
        self.begin_record()

    def begin_record(self) -> None:
        """Forget what was to be said of the record before."""
        self.first = self._number + 1
        self.problem: Problem | None = None
        self.carriage_return = self.unended = self.used_up = False
        self.times = 1
        self._size = 0

    def __iter__(self) -> "RecordLines":
        return self

    def __next__(self) -> str:
        raw, ended = next(self._lines, (b"", None))
        if ended is None:
            self.used_up = True
            raise StopIteration
        self._number += 1
        self._size += 0 if raw is None else len(raw) + 1
        if raw is None or self._size > LONGEST_LINE:
            raise RecordTooLong
        self.carriage_return, self.unended = raw.endswith(b"\r"), not ended
        text = self._decoded(raw) + ("\n" if ended else "")
        return text if type(raw) is bytes else self._run(raw, text)

    def _run(self, raw: bytes, text: str) -> str:
        """The same line several times: as many records, or as many lines of one that has begun already."""
        times = times_of(raw)
        if self._size == len(raw) + 1:
            self._number += times - 1
            self.times = times
            return text
        fit = (LONGEST_LINE - self._size) // len(text)
        if fit < times - 1:
            self._number += fit + 1
            self._lines = chain([(repeated(raw, times - fit - 2), True)] * (fit < times - 2), self._lines)
            raise RecordTooLong
        self._number += times - 1
        self._size += len(text) * (times - 1)
        return text * times

    def _decoded(self, raw: bytes) -> str:
        if b"\0" in raw:
            reason = "has a NUL character, which cannot be stored; take it out"
            self._note(reason, "NUL", Fault.NUL)
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            shown = raw[error.start : error.start + 4].hex(" ")
            self._note("is not UTF-8; save the file as UTF-8", f"bytes {shown}", Fault.NOT_UTF8)
            return raw.decode("utf-8", "replace")

    def _note(self, reason: str, value: str, fault: Fault) -> None:
        self.problem = self.problem or Problem(self._number, "(line)", value, reason, fault)


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
