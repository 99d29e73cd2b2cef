"""Files that are written once: rows that wait between being read and being stored, hashed on the way."""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import orjson

from core.errors import NO_ROOM, Unavailable

SPOOL_BYTES = 32 * 1024 * 1024
"""Temporary files stay in memory up to this size."""


@contextmanager
def room_for_files() -> Iterator[None]:
    """Say in words that the disk is full.

    Raises:
        Unavailable: There is no room for temporary files.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise Unavailable(
            f"There is no room left for temporary files in {tempfile.gettempdir()} ({error.strerror}); "
            "make room there, or set TMPDIR to a folder on a larger disk. Nothing was changed."
        ) from error


def json_line(value: object) -> bytes:
    """The value and a line end."""
    try:
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # integers over 64 bits or half a surrogate pair, which metadata may hold
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        # What UTF-8 cannot hold is spelt out as JSON does too, such as \ud800.
        return line.encode(errors="backslashreplace") + b"\n"


def json_text(value: object) -> str:
    """The value as JSON without a line end, to be kept in a column of text."""
    return json_line(value)[:-1].decode()


BLOCK = 256 * 1024
FASTEST = 1


class HashedFile:
    """JSON lines in memory, or on the disk once they are many.

    Args:
        packed: Whether to write gzip; without a time or a name in it, so that equal lines give equal bytes.
    """

    def __init__(self, *, packed: bool = False) -> None:
        self.file = cast("BinaryIO", SpooledTemporaryFile(max_size=SPOOL_BYTES))  # noqa: SIM115 - see close
        self._digest = hashlib.sha256()
        self._waiting = bytearray()
        self._packer = gzip.GzipFile("", "wb", FASTEST, cast("Any", self), mtime=0) if packed else None

    def close(self) -> None:
        """Give its room back."""
        self.file.close()

    @property
    def sha256(self) -> str:
        """Of what is in the file, in hex."""
        return self._digest.hexdigest()

    def write_json(self, value: object) -> None:
        """Add a line."""
        self._waiting += json_line(value)
        if len(self._waiting) >= BLOCK:
            self._flush()

    def write(self, content: bytes) -> int:
        """Add bytes as they are."""
        self._digest.update(content)
        return self.file.write(content)

    def finish(self) -> None:
        """Make the file ready to be read from its beginning."""
        self._flush()
        if self._packer:
            self._packer.close()
        self.file.seek(0)

    def _flush(self) -> None:
        """Pass on what waits; one call for many lines takes a tenth of the time."""
        (self._packer or self).write(bytes(self._waiting))
        self._waiting.clear()
