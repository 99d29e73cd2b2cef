"""Find where the items of a JSON list end, block by block, without reading what is in them."""

import re
from collections.abc import Iterator

from core.datasets.sources.text_lines import Piece, joined

INSIDE_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
NEXT_MARK = re.compile(
    rb'(?:[^"\[\]{},]++'  # neither text nor mark
    rb'|"[^"]*+(?<!\\)"'  # a text without quotation marks in it: three times as fast as the general case
    rb'|"(?:[^"\\]++|\\.)*+")*+'  # any text
    rb'(["\[\]{},]?)',
    re.DOTALL,
)
"""Passes over whole texts to the next bracket or comma, or to the quotation mark of a text that goes on."""


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
            start = 0
            for end in self._ends(block):
                item, self.rest = joined(self.rest, block[start:end]), b""
                start = end + 1
                yield item
            self.rest = joined(self.rest, block[start:])

    def _ends(self, block: bytes) -> Iterator[int]:
        if self.closed:
            return
        start = self._through_text(block, 1 if self._escaped else 0) if self._in_text else 0
        for found in NEXT_MARK.finditer(block, start):
            mark = found[1]
            if mark == b'"':
                self._through_text(block, found.end())
                return
            self._depth += (mark in (b"[", b"{")) - (mark in (b"]", b"}"))
            if self.closed or (mark == b"," and self._depth == 1):
                yield found.end() - 1
            if self.closed:
                return

    def _through_text(self, block: bytes, start: int) -> int:
        """Where a text ends that we are in, and whether it goes on in the next block."""
        found = INSIDE_TEXT.match(block, start)
        end = found.end() if found else start
        self._in_text = block[end : end + 1] != b'"'
        self._escaped = self._in_text and end < len(block)
        return len(block) if self._in_text else end + 1
