"""JSON lines: one object a line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from core.datasets.faults import Fault
from core.datasets.parse_line import parse_object
from core.datasets.problems import Problem
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import text_blocks, too_long, whole_lines

CUT_OFF = "is not whole; the file ends in the middle of it"
BROKEN = {Fault.NOT_JSON, Fault.NOT_UTF8}


def json_line_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The rows of JSON lines, each with the number of its line; blank lines are passed over."""
    number = 0
    for lines, ended in whole_lines(text_blocks(file, report_notice)):
        for raw in lines:
            number += 1
            if raw is None:
                yield number, too_long(number, "JSON lines")
                continue
            if raw.endswith(b"\r"):
                report_notice(Fault.CARRIAGE_RETURNS, number)
            row = parse_object(number, raw)
            if isinstance(row, dict):
                yield number, row
            elif raw.strip(b" \t\r"):
                yield number, row if ended else _cut_off(row, raw)
            else:
                report_notice(Fault.BLANK_LINES, number)


def _cut_off(problem: Problem, raw: bytes) -> Problem:
    """What is wrong with a last line that has no end: if it began as an object, the rest of it is lost."""
    if problem.fault in BROKEN and raw.lstrip().startswith(b"{"):
        return replace(problem, reason=CUT_OFF, fault=Fault.CUT_OFF)
    return problem
