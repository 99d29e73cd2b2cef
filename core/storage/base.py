"""What the studio asks of any object storage, what an object may be called, and how its content is read."""

import base64
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from core.errors import InvalidInput
from core.progress import Progress, ShowProgress, Step

MAX_KEY_BYTES = 1024  # Cloud Storage's limit for a name
PARTIAL_PREFIX = ".partial-"  # a local upload that is not finished; such names are never objects
REMEDY = "Use names separated by single '/', such as 'datasets/3/preference.jsonl'"


def valid_key(key: str) -> str:
    """Return ``key`` if both stores can hold an object of that name.

    Raises:
        InvalidInput: The key is absolute, climbs out, has an empty part, a backslash or a control
            character, is longer than 1,024 bytes in UTF-8, or is reserved for unfinished uploads.
    """
    if problem := key_problem(key):
        raise InvalidInput(f"The object key {key[:200]!r} {problem}. {REMEDY}.")
    return key


def key_problem(key: str) -> str:
    """Say what is wrong with a key, as the end of a sentence; empty when nothing is."""
    parts = key.split("/")
    if "" in parts:
        return "is empty, starts or ends with '/', or has '//' in it"
    if "." in parts or ".." in parts:
        return "has '.' or '..' as one of its parts"
    if "\\" in key or any(unicodedata.category(character) == "Cc" for character in key):
        return "has a backslash or a control character in it"
    if key.startswith(PARTIAL_PREFIX):
        return f"starts with '{PARTIAL_PREFIX}', which is kept for uploads that are not finished"
    return _encoding_problem(key)


def _encoding_problem(key: str) -> str:
    try:
        size = len(key.encode())
    except UnicodeEncodeError:
        return "is not valid Unicode"
    return f"is {size:,} bytes long, over the limit of {MAX_KEY_BYTES:,}" if size > MAX_KEY_BYTES else ""


@dataclass(frozen=True)
class StoredObject:
    """What is known about one stored object.

    Attributes:
        address: Where it is, as ``open_address`` takes it.
        key: Its name below the store's root.
        size: Bytes.
        generation: Changes whenever the content is written anew; compare it, do not interpret it.
        crc32c: Base64 of the big-endian checksum, as Cloud Storage writes it; None where knowing it
            would mean reading the whole object (a local ``stat`` or ``list``).
        updated_at: When it was written, in UTC.
    """

    address: str
    key: str
    size: int
    generation: str
    crc32c: str | None
    updated_at: datetime


class ObjectStore(Protocol):
    """Named, immutable bytes below one root.

    Keys are relative and separated by '/'; ``core.storage.base`` holds the rule, and every method that
    takes a key raises ``InvalidInput`` for one that breaks it. A key should not also be the folder of
    another ('a' and 'a/b'): a local folder refuses that with ``Conflict``, Cloud Storage does not.

    Attributes:
        root: The address of the store: ``file:///abs/folder`` or ``gs://bucket/prefix``.
    """

    root: str

    def put(self, key: str, source: BinaryIO, *, progress: ShowProgress | None = None) -> StoredObject:
        """Store what is left to read of ``source``, whole or not at all.

        Safe to repeat: the same content under the same key gives back the object that is there. An
        exception from ``progress`` or from reading cancels, leaves nothing behind and is passed on.

        Raises:
            Conflict: The key holds other content.
        """

    def open(self, key: str) -> BinaryIO:
        """Open an object for reading; the caller closes it.

        Raises:
            NotFound: No such object.
        """

    def stat(self, key: str) -> StoredObject | None:
        """Describe an object, or give None if there is none."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Give every object whose key starts with ``prefix`` (any text, not only a folder), sorted by key."""

    def delete(self, key: str) -> None:
        """Remove an object.

        Raises:
            NotFound: No such object.
        """

    def address(self, key: str) -> str:
        """Say where an object of this key is or would be."""


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
