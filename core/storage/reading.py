"""Reading a source block by block: with progress, for its checksum, and to compare two contents."""

import base64
import hashlib
import io
from typing import Any, BinaryIO

from core.progress import Progress, ShowProgress, Step

BLOCK = 2 * 1024 * 1024  # a multiple of the 256 KiB that a resumable upload counts in


class MeteredReader:
    """Reads a source to its end in full blocks and reports how far it is.

    Only the last block is short, even where the source (a pipe, a socket) gives less than asked: Google's
    client takes a short block for the end.
    """

    def __init__(self, source: BinaryIO, progress: ShowProgress | None = None) -> None:
        self._source = source
        self._progress = progress
        self._start = source.tell() if source.seekable() else None
        self._total = _bytes_left(source)
        self._done = 0

    def read(self, size: int = BLOCK) -> bytes:
        """Give the next ``size`` bytes, fewer only at the end, and report them."""
        block = self._source.read(size)
        while len(block) < size and (piece := self._source.read(size - len(block))):
            block += piece
        self._done += len(block)
        if self._progress:
            self._progress(Progress(Step.UPLOADING, self._done, self._total))
        return block

    def tell(self) -> int:
        """Bytes given out so far."""
        return self._done

    def rewind(self) -> bool:
        """Go back to where the source stood at first; False if it cannot."""
        if self._start is None:
            return False
        self._source.seek(self._start)
        self._done = 0
        return True


def same_bytes(left: MeteredReader, right: BinaryIO) -> bool:
    """Whether two sources hold the same from here to their ends; stops at the first block that differs."""
    while (block := left.read(BLOCK)) == right.read(BLOCK):
        if not block:
            return True
    return False


def _bytes_left(source: BinaryIO) -> int | None:
    if not source.seekable():
        return None
    here = source.tell()
    end = source.seek(0, io.SEEK_END)
    source.seek(here)
    return end - here


def crc32c_of(file: BinaryIO) -> str:
    """The checksum of a file from where it is on, as `StoredObject.crc32c` writes it."""
    import google_crc32c  # noqa: PLC0415 - compiled code that only this needs

    checksum: Any = google_crc32c.Checksum()  # type: ignore[no-untyped-call] # Google leaves it untyped
    while block := file.read(BLOCK):
        checksum.update(block)
    return base64.b64encode(checksum.digest()).decode()


def sha256_of(file: BinaryIO) -> str:
    """The hash of a file from where it is on, in hexadecimal."""
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # our files have readinto
