"""JSON lines: one object a line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from core.datasets.faults import Fault
from core.datasets.parse_line import parse_object
from core.datasets.problems import Problem
from core.datasets.sources.runs import SHORTEST_ROW, Run, parse_run, times_of
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import text_blocks, too_long, whole_lines

CUT_OFF = "is not whole; the file ends in the middle of it"
BROKEN = {Fault.NOT_JSON, Fault.NOT_UTF8}
BLANK = b" \t\r"


def json_line_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The rows of JSON lines, each with the number of its line; blank lines are passed over."""
    number = 0
    for lines, ended in whole_lines(text_blocks(file, report_notice)):
        for raw in lines:
            number += 1
            row = too_long(number, "JSON lines") if raw is None else _row(number, raw, report_notice)
            if type(row) is dict:
                yield number, row
            elif isinstance(row, Problem):
                yield number, row if ended or raw is None else _cut_off(row, raw)
            if type(raw) is Run:
                number += raw.times - 1


def _row(number: int, raw: bytes, report_notice: ReportNotice) -> dict[str, Any] | Problem | None:
    """The row of a line; None for a blank one."""
    if raw.endswith(b"\r"):
        report_notice(Fault.CARRIAGE_RETURNS, number, times=times_of(raw))
    if len(raw) >= SHORTEST_ROW or raw.strip(BLANK):
        row = parse_object(number, raw) if type(raw) is bytes else parse_run(number, raw)
        if type(row) is dict or raw.strip(BLANK):
            return row
    report_notice(Fault.BLANK_LINES, number, times=times_of(raw))
    return None


def _cut_off(problem: Problem, raw: bytes) -> Problem:
    """What is wrong with a last line that has no end: if it began as an object, the rest of it is lost."""
    if problem.fault in BROKEN and raw.lstrip().startswith(b"{"):
        return replace(problem, reason=CUT_OFF, fault=Fault.CUT_OFF)
    return problem
