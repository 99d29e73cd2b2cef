"""The same short piece many times in a row: a million blank lines cost hardly more than one."""

import re
from dataclasses import replace

from core.datasets.faults import Fault
from core.datasets.parse_line import parse_object
from core.datasets.problems import Problem, shorten

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
