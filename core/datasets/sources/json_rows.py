"""JSON lines, and JSON lists: these are cut where their items end, so that every item is read as a line is.

The ready-made streaming parser (YAJL, under ijson) is not used because it changes texts without saying so: it
makes half of a surrogate pair a question mark.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

from core.datasets.left_out import Doubt
from core.datasets.parse_line import parse_object
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.sources.around_rows import Around, around_of, fields_behind
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import (
    ITEMS,
    LONGEST_LINE,
    SHORTEST_ROW,
    Piece,
    Run,
    joined,
    parse_run,
    run_of,
    text_blocks,
    times_of,
    too_long,
    whole_lines,
)

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


def json_object_row(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The only row of a file that is one object, written over several lines."""
    whole = bytearray()
    for block in text_blocks(file, report_notice):
        whole += block
        if len(whole) > LONGEST_LINE:
            yield 1, too_long(1, "JSON object")
            return
    if whole.strip(BLANK_ITEM):
        yield 1, parse_object(1, bytes(whole))


INSIDE_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
TEXT = (
    rb'"[^"]*+(?<!\\)"'  # without quotation marks in it: three times as fast as the general case
    rb'|"(?:[^"\\]++|\\.)*+"'
)
FLAT = rb'[\[{](?:[^"\[\]{}]++|%b)*+[\]}]' % TEXT
"""A list or an object that holds no other; whether its brackets fit is for the parser to say."""
OPENED = rb'(?:[\[{]++(?:\s*+"[^"\\\[\]{}]*+"\s*+:\s*+)?+)++'
"""Brackets that open inside each other, with the names of fields between them."""
NEXT_OF_LIST = re.compile(rb'(?:[^"\[\]{},]++|%b|%b)*+(%b|["\]},]?)' % (TEXT, FLAT, OPENED), re.DOTALL)
NEXT_INSIDE = re.compile(rb'(?:[^"\[\]{}]++|%b|%b)*+(%b|[\]}]++|"?)' % (TEXT, FLAT, OPENED), re.DOTALL)
"""Pass over whole texts and over what holds nothing else to the next brackets (inside an item) or comma (of
the list), or to the quotation mark of a text that goes on."""


OPENING = (b"[", b"{")


class ListItems:
    """The items of one list.

    Attributes:
        rest: What stands after the last item that was given; all there is once the blocks are used up.
        given: How many items there are, once they are read.
    """

    def __init__(self) -> None:
        self.rest: Piece = b""
        self.given = 0
        self._depth = 1  # open brackets, with the list's own
        self._in_text = False  # a text goes on in the next block
        self._escaped = False  # and its first character stands behind a backslash

    @property
    def closed(self) -> bool:
        """Whether the list's own bracket is closed."""
        return self._depth == 0

    def cut(self, blocks: Iterator[bytes]) -> Iterator[Piece]:
        """Give what stands between the commas of a list whose opening bracket is behind us."""
        for block in blocks:
            yield from self._cut(block)

    def _cut(self, block: bytes) -> Iterator[Piece]:
        start = 0
        place = self._through_text(block, 1 if self._escaped else 0) if self._in_text else 0
        while place < len(block) and not self.closed:
            begins, mark, place = self._next_mark(block, place)
            if mark == b'"':
                place = self._through_text(block, place)
            elif mark[:1] in OPENING:
                self._depth += mark.count(b"[") + mark.count(b"{")
            elif mark == b"," or len(mark) >= self._depth:
                end = begins if mark == b"," else begins + self._depth - 1
                self._depth = 1 if mark == b"," else 0
                yield self._ended(block[start:end])
                run = ITEMS.match(block, end + 1) if end - start < SHORTEST_ROW else None
                if run and not self.closed:
                    yield run_of(run)
                start = place = run.end() if run and not self.closed else end + 1
            else:
                self._depth -= len(mark)
        self.rest = joined(self.rest, block[start:])

    def _next_mark(self, block: bytes, place: int) -> tuple[int, bytes, int]:
        """Where the next mark begins, what it is (nothing at the end of the block), and where it ends."""
        found = (NEXT_OF_LIST if self._depth == 1 else NEXT_INSIDE).match(block, place)
        return (found.start(1), found[1], found.end()) if found else (len(block), b"", len(block))

    def _ended(self, last: bytes) -> Piece:
        item, self.rest = joined(self.rest, last), b""
        return item

    def _through_text(self, block: bytes, start: int) -> int:
        """Where a text ends that we are in, and whether it goes on in the next block."""
        found = INSIDE_TEXT.match(block, start)
        end = found.end() if found else start
        self._in_text = block[end : end + 1] != b'"'
        self._escaped = self._in_text and end < len(block)
        return len(block) if self._in_text else end + 1


BLANK_ITEM = b" \t\r\n"
SHOWN = 100  # bytes


def json_list_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The objects of a JSON list, or of the list in one object, each with its number in the list."""
    blocks = text_blocks(file, report_notice)
    first = next((start for block in blocks if (start := block.lstrip(BLANK_ITEM))), b"")
    around = around_of(first)
    if around:
        yield from _rows_inside(around, chain([first[around.begins :]], blocks), report_notice)
    elif first.startswith(b"["):
        items = ListItems()
        yield from _list_rows(items, chain([first[1:]], blocks))
        yield from _after_list(items)
    elif first:
        yield 1, _list_problem(1, first, "is no JSON list, which would begin with [", Fault.NOT_JSON)


def _rows_inside(
    around: Around, blocks: Iterator[bytes], report_notice: ReportNotice
) -> Iterator[NumberedRow]:
    """The rows of a list in an object; what else the object has is noted."""
    items = ListItems()
    for number, row in _list_rows(items, blocks):
        if isinstance(row, Doubt):
            row.row = around.row(row.row)
        yield number, around.row(row) if type(row) is dict else row
    behind = fields_behind(items.rest) if items.closed and items.rest is not None else ()
    if not items.closed or behind is None:
        reason = "is not whole; the file ends before its list, or the object around it, does"
        yield items.given + 1, _list_problem(items.given + 1, items.rest, reason, Fault.CUT_OFF)
    for name in (*around.fields, *(behind or ())):
        report_notice(Fault.AROUND_ROWS, 1, field=name)


def _list_rows(items: ListItems, blocks: Iterator[bytes]) -> Iterator[NumberedRow]:
    number = 0
    for item in items.cut(blocks):
        number += 1
        if item is None:
            yield number, too_long(number, "list of rows")
        elif isinstance(item, Run):
            yield number, parse_run(number, item)
            number += item.times - 1
        elif not (items.closed and number == 1 and not item.strip(BLANK_ITEM)):
            yield number, parse_object(number, item)
    items.given = number


def _after_list(items: ListItems) -> Iterator[NumberedRow]:
    """What is wrong with what follows the last item."""
    number = items.given
    if not items.closed:
        reason = "is not whole; the file ends before its list does"
        yield number + 1, _list_problem(number + 1, items.rest, reason, Fault.CUT_OFF)
    elif items.rest is None or items.rest.strip(BLANK_ITEM):
        reason = "stands after the end of the list; a file has one list of rows"
        yield number + 1, _list_problem(number + 1, items.rest, reason, Fault.NOT_JSON)


def _list_problem(number: int, piece: Piece, reason: str, fault: Fault) -> Problem:
    shown = "…" if piece is None else shorten(piece[:SHOWN].decode("utf-8", "replace"))
    return Problem(number, "(line)", shown, reason, fault)
