"""Files that tell how far they have been read."""

import io
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, BinaryIO

from core.datasets.importing.plan import Progress, Stage
from core.datasets.sources import Source

BLOCK = 1024 * 1024
SECONDS_BETWEEN_TICKS = 0.2


def metered(sources: Sequence[Source], progress: Progress) -> list[Source]:
    """The same files; reading them reports the stored bytes of all that are done."""
    sizes = [source.size for source in sources]
    total = sum(size or 0 for size in sizes) if None not in sizes else None
    found, before = [], 0
    for source in sources:
        opener = _Opener(source, progress, before, total)
        found.append(replace(source, open=opener, tick=opener.tick))
        before += source.size or 0
    return found


class _Opener:
    def __init__(self, source: Source, progress: Progress, before: int, total: int | None) -> None:
        self._source, self._progress = source, progress
        self._before, self._total = before, total
        self._done, self._told = 0, 0.0

    def __call__(self) -> BinaryIO:
        return io.BufferedReader(_MeteredFile(self._source.open(), self), BLOCK)

    def tell(self, done: int) -> None:
        """Report that so many bytes of this file are read."""
        self._done, self._told = done, monotonic()
        self._progress(Stage.READING, self._before + done, self._total)

    def tick(self) -> None:
        """Report it again if nothing was read for a while: a person may want to cancel."""
        if monotonic() - self._told > SECONDS_BETWEEN_TICKS:
            self.tell(self._done)


class _MeteredFile(io.RawIOBase):
    def __init__(self, file: BinaryIO, opener: _Opener) -> None:
        self._file, self._opener = file, opener
        self._done = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._done += len(block)
        self._opener.tell(self._done)
        return len(block)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()
