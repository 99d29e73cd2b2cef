"""A JSON list of objects, cut where its items end, so that every item is read as a line of JSON lines is.

The ready-made streaming parser (YAJL, under ijson) is not used because it changes texts without saying so: it
makes half of a surrogate pair a question mark.
"""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from core.datasets.faults import Fault
from core.datasets.parse_line import parse_object
from core.datasets.problems import Problem, shorten
from core.datasets.sources.list_items import ListItems
from core.datasets.sources.runs import Run, parse_run
from core.datasets.sources.source import NumberedRow, ReportNotice
from core.datasets.sources.text_lines import Piece, text_blocks, too_long

BLANK = b" \t\r\n"
SHOWN = 100  # bytes


def json_list_rows(file: BinaryIO, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """The objects of a JSON list, each with its number in the list."""
    blocks = text_blocks(file, report_notice)
    first = next((start for block in blocks if (start := block.lstrip(BLANK))), b"")
    if first.startswith(b"["):
        yield from _rows(ListItems(), chain([first[1:]], blocks))
    elif first:
        yield 1, _problem(1, first, "is no JSON list, which would begin with [", Fault.NOT_JSON)


def _rows(items: ListItems, blocks: Iterator[bytes]) -> Iterator[NumberedRow]:
    number = 0
    for item in items.cut(blocks):
        number += 1
        if item is None:
            yield number, too_long(number, "list of rows")
        elif isinstance(item, Run):
            yield number, parse_run(number, item)
            number += item.times - 1
        elif not (items.closed and number == 1 and not item.strip(BLANK)):  # an empty list has no first item
            yield number, parse_object(number, item)
    if not items.closed:
        reason = "is not whole; the file ends before its list does"
        yield number + 1, _problem(number + 1, items.rest, reason, Fault.CUT_OFF)
    elif items.rest is None or items.rest.strip(BLANK):
        reason = "stands after the end of the list; a file has one list of rows"
        yield number + 1, _problem(number + 1, items.rest, reason, Fault.NOT_JSON)


def _problem(number: int, piece: Piece, reason: str, fault: Fault) -> Problem:
    shown = "…" if piece is None else shorten(piece[:SHOWN].decode("utf-8", "replace"))
    return Problem(number, "(line)", shown, reason, fault)
