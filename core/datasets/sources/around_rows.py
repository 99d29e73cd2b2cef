"""A JSON file that is one object around its list of rows: where the list begins, and what is beside it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LISTS: tuple[str, ...] = (
    "examples",
    "data",
    "rows",
    "instances",
    "annotations",
    "records",
    "samples",
    "items",
    "entries",
)
LISTS += ("comparisons", "pairs", "judgments", "results", "tasks")
"""Under which names such a file has its rows."""
OF_ROWS = frozenset({"id", "prompt", "input_text", "instruction", "question", "chosen", "messages", "data"})
"""An object that says one of these is a row itself; only of rows may ``data`` be the name."""
FOR_ALL = ("models", "annotator")
"""What is said of these in front of the rows is said of each row."""
LISTED = re.compile(rb'"(?:%b)"\s*+:\s*+\[\s*+\{' % "|".join(LISTS).encode())
"""What every such file has; most others are told by this at once."""
BLANKS = re.compile(r"[ \t\r\n]*+")
DECODER = json.JSONDecoder(strict=False)
UNREADABLE = (ValueError, RecursionError)
SERVED = frozenset({"row_idx", "row", "truncated_cells"})
"""What a data hub's server hands out in the place of a row, which is in it."""


@dataclass(frozen=True)
class Around:
    """An object around rows.

    Attributes:
        name: The field that lists them.
        begins: How many bytes stand before the first row.
        fields: The names of the fields before that one.
        for_all: What of these is said of each row.
    """

    name: str
    begins: int
    fields: tuple[str, ...]
    for_all: Mapping[str, Any] = field(default_factory=dict)

    def row(self, item: dict[str, Any]) -> dict[str, Any]:
        """A row with what is said of all rows; its own fields go first."""
        inner = item.get("row")
        row = inner if item.keys() == SERVED and isinstance(inner, dict) else item
        return {**self.for_all, **row} if self.for_all else row


def around_of(start: bytes) -> Around | None:
    """What stands around the rows of a file; None if it is no such file.

    Args:
        start: The first bytes of the file, or all of them, without blanks before them.
    """
    if not (start.startswith(b"{") and LISTED.search(start)):
        return None
    try:
        return _around(start.decode("latin-1"))  # a character a byte: names and brackets are ASCII
    except UNREADABLE:  # broken, or longer than what was read
        return None


def fields_behind(rest: bytes) -> tuple[str, ...] | None:
    """The names of what stands behind the list; None if the object does not end there.

    Args:
        rest: What follows the list's closing bracket.
    """
    try:
        return tuple(json.loads(b'{"":0' + rest))[1:]
    except UNREADABLE:
        return None


def _around(text: str) -> Around | None:
    fields: list[str] = []
    for_all: dict[str, Any] = {}
    place = 1
    while True:
        name, begins = _named(text, place)
        if name in LISTS and _lists_objects(text, begins):
            return None if _is_row(text, begins) else Around(name, begins + 1, tuple(fields), for_all)
        if name in OF_ROWS:
            return None
        fields.append(name)
        _, place = DECODER.raw_decode(text, begins)
        if name in FOR_ALL:
            for_all[name] = json.loads(text[begins:place].encode("latin-1"))
        place = _after_blanks(text, place) + 1
        if text[place - 1 : place] != ",":
            return None


def _named(text: str, place: int) -> tuple[str, int]:
    """The name of the field that begins here, and where its value begins."""
    begins = _after_blanks(text, place)
    _, ends = DECODER.raw_decode(text, begins)
    name = json.loads(text[begins:ends].encode("latin-1"))
    place = _after_blanks(text, ends)
    if not isinstance(name, str) or text[place : place + 1] != ":":
        raise ValueError(place)
    return name, _after_blanks(text, place + 1)


def _lists_objects(text: str, place: int) -> bool:
    first = _after_blanks(text, place + 1)
    return text[place : place + 1] == "[" and text[first : first + 1] == "{"


def _is_row(text: str, place: int) -> bool:
    """Whether an object is a row that has such a list: its other fields tell, or more objects behind it."""
    try:
        _, place = DECODER.raw_decode(text, place)
        while text[(place := _after_blanks(text, place)) : place + 1] == ",":
            name, place = _named(text, place + 1)
            if name in OF_ROWS:
                return True
            _, place = DECODER.raw_decode(text, place)
    except UNREADABLE:  # longer than what was read
        return False
    return _after_blanks(text, place + 1) < len(text)


def _after_blanks(text: str, place: int) -> int:
    found = BLANKS.match(text, place)
    return found.end() if found else place
