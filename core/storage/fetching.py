"""A file to read out of a function that fetches parts of it, wherever they lie."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from core.storage.base import BLOCK

Fetch = Callable[[int, int], bytes]
"""Gives ``size`` bytes from ``start`` on; called as ``fetch(start, size)``."""


def buffered(fetch: Fetch, *, size: int, block: int = BLOCK) -> io.BufferedReader:
    """Make a file of ``size`` bytes out of a function that fetches parts of it, ``block`` bytes at a time.

    The readers that clients bring would fetch lines slowly and let their exceptions out.
    """
    return io.BufferedReader(_FetchingReader(fetch, size), block)


class _FetchingReader(io.RawIOBase):
    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch = fetch
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readall(self) -> bytes:
        return b"".join(iter(partial(self.read, BLOCK), b""))  # Python's own would ask for 8 KiB at a time

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self._size - self._position)
        if size <= 0:
            return 0
        block = self._fetch(self._position, size)
        buffer[: len(block)] = block
        self._position += len(block)
        return len(block)
