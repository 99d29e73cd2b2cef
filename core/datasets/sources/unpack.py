"""The bytes of a source without their packing, which is told by its first bytes and never by its name."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from core.datasets.problems import printable
from core.datasets.sources.source import Source
from core.errors import InvalidInput, Unavailable

BLOCK = 256 * 1024  # bytes read at a time: small enough to say where a damaged file stops
LONGEST_REASON = 200  # characters

GZIP = b"\x1f\x8b"
ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
"""The second is a frame to pass over, which parallel packers write first."""
REFUSED = {
    b"PK\x03\x04": "a zip archive or an Excel workbook; unpack it, or save the sheet as CSV",
    b"BZh": "packed with bzip2; unpack it, or pack it with gzip or zstd",
    b"\xfd7zXZ\x00": "packed with xz; unpack it, or pack it with gzip or zstd",
}


class Damaged(Exception):  # noqa: N818 - named for what happened; the readers turn it into a problem
    """A file cannot be read any further; the text says why."""


@contextmanager
def unpacked(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading what is in it.

    Raises:
        InvalidInput: It is packed in a way that is not read.
    """
    with source.open() as file:
        head = first_bytes(file)
        for magic, what in REFUSED.items():
            if head.startswith(magic):
                raise InvalidInput(f"{source.name} is {what}, and try again.")
        if is_packed(head):
            with _unpacking(file, head) as inside:
                yield cast("BinaryIO", _Ticking(inside, source.tick))
        else:
            yield file


def first_bytes(file: BinaryIO) -> bytes:
    """The first bytes of a stored file, which is left at its start."""
    head = file.read(8)
    file.seek(0)
    return head


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is packed with gzip or zstd."""
    return head.startswith(GZIP) or ZSTD.match(head) is not None


def read_block(file: BinaryIO) -> bytes:
    """The next bytes of an unpacked file; none at its end.

    Raises:
        Damaged: Unpacking failed.
        Unavailable: The disk failed.
    """
    with damage_told():
        return file.read(BLOCK)


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what the unpacking libraries raise into `Damaged`, and leave the studio's own errors alone."""
    try:
        yield
    except (EOFError, zlib.error) as error:
        raise damaged(error) from error
    except OSError as error:
        if error.errno is None:  # from gzip, zstd or Arrow; the system's own errors have a number
            raise damaged(error) from error
        raise Unavailable(
            f"The file cannot be read: {error.strerror}. Check the disk, then try again."
        ) from error


def damaged(error: Exception) -> Damaged:
    """What a library says of a file, cut to one short line."""
    return Damaged(printable(str(error).partition("\n")[0])[:LONGEST_REASON] or type(error).__name__)


class _Ticking:
    """A few stored bytes may hold gigabytes, so every block that is unpacked is a moment to stop at."""

    def __init__(self, file: BinaryIO, tick: Callable[[], object]) -> None:
        self._file, self._tick = file, tick

    def read(self, size: int) -> bytes:
        self._tick()
        return self._file.read(size)


def _unpacking(file: BinaryIO, head: bytes) -> BinaryIO:
    if head.startswith(GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    # Python itself brings zstd from 3.14 on. Arrow's reader goes on after the first of several frames.
    return cast("BinaryIO", pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd"))
