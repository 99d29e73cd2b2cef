"""Cut a text file into numbered lines, block by block, however long a line is.

The same short line many times in a row is one piece: a million blank lines cost hardly more than one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from core.datasets.parse_line import parse_object
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.sources.source import ReportNotice, read_block

SHORTEST_ROW = 9
"""Bytes of the shortest object with a text in it, ``{"a":"b"}``: what is shorter is never a good row."""

LINES = re.compile(rb"^([^\n]{0,8}\n)\1+", re.MULTILINE)
LINES_OF_CELLS = re.compile(rb'^([^"\n]{0,8}\n)\1+', re.MULTILINE)
"""Without quotation marks, in which a line end ends no record."""
ITEMS = re.compile(rb'((?:[^"\[\]{},\\]{0,8}|\{\}|\[\]|"[^"\\]{0,6}"),)\1+')


class Run(bytes):
    """A line or an item of fewer bytes than a row can have, and how often it stands there in a row."""

    times: int = 1


def run_of(found: re.Match[bytes]) -> Run:
    """What one of the patterns above has found."""
    return repeated(found[1][:-1], len(found[0]) // len(found[1]))


def repeated(piece: bytes, times: int) -> Run:
    """So many times this piece."""
    run = Run(piece)
    run.times = times
    return run


def times_of(piece: bytes) -> int:
    """How often a piece stands there in a row."""
    return piece.times if isinstance(piece, Run) else 1


def parse_run(number: int, run: bytes) -> Problem:
    """What is wrong with each of them."""
    row = parse_object(number, bytes(run))
    if isinstance(row, Problem):
        return replace(row, times=times_of(run))
    reason = "holds no text; a row has at least a prompt"
    return Problem(number, "(line)", shorten(row), reason, Fault.MISSING, times_of(run))


LONGEST_LINE = 16 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Piece = bytes | None
"""A line or an item as it stands there; None for one that is longer than the limit and was not kept."""


def text_blocks(file: BinaryIO, report_notice: ReportNotice) -> Iterator[bytes]:
    """The bytes of a text file, without a byte order mark.

    Raises:
        Damaged: The file cannot be read to its end.
    """
    first = read_block(file)
    if first.startswith(BYTE_ORDER_MARK):
        report_notice(Fault.BYTE_ORDER_MARK, 1)
        first = first.removeprefix(BYTE_ORDER_MARK)
    yield first
    while block := read_block(file):
        yield block


def whole_lines(
    blocks: Iterator[bytes], runs: re.Pattern[bytes] = LINES
) -> Iterator[tuple[list[Piece], bool]]:
    """Lines without their line feeds, as many as a block has, and whether each of them had one.

    Only the last line of a file may have none; then it comes alone, with False. Where lines are very short,
    those that ``runs`` finds come as one `Run`.
    """
    rest: Piece = b""
    for block in blocks:
        first, *others = block.split(b"\n")
        if len(others) * SHORTEST_ROW > len(block):
            others = _with_runs(block[len(first) + 1 :], runs)
        lines = [joined(rest, first), *others]
        rest = lines.pop()
        yield lines, True
    if rest != b"":
        yield [rest], False


def _with_runs(block: bytes, runs: re.Pattern[bytes]) -> list[bytes]:
    """The lines of a block that begins with one; the last is what has no end."""
    lines: list[bytes] = []
    start = 0
    for found in runs.finditer(block):
        lines += block[start : found.start()].split(b"\n")[:-1]
        lines.append(run_of(found))
        start = found.end()
    return lines + block[start:].split(b"\n")


def single_lines(file: BinaryIO, report_notice: ReportNotice) -> Iterator[tuple[Piece, bool]]:
    """The lines of a table one by one, each with whether it had an end; the first is no `Run`."""
    for lines, ended in whole_lines(text_blocks(file, report_notice), LINES_OF_CELLS):
        for line in lines:
            yield line, ended


def joined(start: Piece, more: bytes) -> Piece:
    """Two parts of one line or item; None if they are too long together, or the start already was."""
    if start is None or len(start) + len(more) > LONGEST_LINE:
        return None
    return start + more


def too_long(number: int, what: str) -> Problem:
    """A line or item that is over the limit."""
    reason = f"is longer than {LONGEST_LINE // 1024 // 1024} MiB; the file is probably no {what}"
    return Problem(number, "(line)", "…", reason, Fault.TOO_LONG)
