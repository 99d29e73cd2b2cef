"""One file of rows that can be opened again and again, wherever it lies; and its bytes without packing.

How it is packed is told by its first bytes and never by its name.
"""

import gzip
import io
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Protocol, cast

from core.datasets.problems import Fault, Problem, printable
from core.errors import InvalidInput, Unavailable
from core.storage import translated

NumberedRow = tuple[int, dict[str, Any] | Problem]
"""The number of a line, item or row, from 1, and the row there or what is wrong with it."""


class ReportNotice(Protocol):
    """Told of what is harmless and yet worth knowing."""

    def __call__(
        self, fault: Fault, line: int, *, times: int = 1, field: str = "", reason: str = ""
    ) -> object:
        """So many lines have it, from this one on."""


@dataclass(frozen=True)
class Source:
    """One file as it lies there.

    Attributes:
        name: What people and the rows' origin call it: its name without folder, or with as much of the folder
            as tells it from others that were found with it.
        open: Gives its stored bytes (still packed), seekable, as often as needed; the caller closes them.
        size: Stored bytes; None where they are not known.
        version: Its address on a hub with the commit that is read; empty elsewhere.
        tick: Called now and then while much comes of few stored bytes; raising from it ends the reading.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None
    tick: Callable[[], object] = lambda: None
    version: str = ""


def shown_name(name: str) -> str:
    """A file's name without what a screen obeys or a database refuses."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in printable(name))


def names_apart(paths: Sequence[PurePath]) -> list[str]:
    """The names of files without the folder that all of them are in: no two are alike."""
    folder = os.path.commonpath([path.parent for path in paths])
    return [str(path.relative_to(folder)) for path in paths]


def source_of(path: Path, *, name: str | None = None) -> Source:
    """A file of this machine.

    Args:
        path: Where it is.
        name: What to call it, if not as the file itself.

    Raises:
        InvalidInput: There is no such file.
    """
    with translated(path):
        if not path.is_file():
            raise InvalidInput(f"There is no file {path}; check the name.")
        return Source(shown_name(name or path.name), partial(_open, path), path.stat().st_size)


def source_of_bytes(name: str, content: bytes) -> Source:
    """A file that a person sent; its bytes are not copied."""
    return Source(shown_name(name), partial(io.BytesIO, content), len(content))


def _open(path: Path) -> BinaryIO:
    with translated(path):
        return path.open("rb")


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
