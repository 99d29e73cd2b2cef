"""Find where the items of a JSON list end, block by block, without reading what is in them."""

import re
from collections.abc import Iterator

from core.datasets.sources.runs import ITEMS, SHORTEST_ROW, run_of
from core.datasets.sources.text_lines import Piece, joined

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
    """

    def __init__(self) -> None:
        self.rest: Piece = b""
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
