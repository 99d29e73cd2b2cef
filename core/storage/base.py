"""What the studio asks of any object storage; a local folder and Cloud Storage both answer it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

Progress = Callable[[int, int | None], None]
"""Told how far an upload is: bytes done, and bytes in all (None when the source cannot tell)."""


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

    Keys are relative and separated by '/'; ``core.storage.keys`` holds the rule, and every method that
    takes a key raises ``InvalidInput`` for one that breaks it. A key should not also be the folder of
    another ('a' and 'a/b'): a local folder refuses that with ``Conflict``, Cloud Storage does not.

    Attributes:
        root: The address of the store: ``file:///abs/folder`` or ``gs://bucket/prefix``.
    """

    root: str

    def put(self, key: str, source: BinaryIO, *, progress: Progress | None = None) -> StoredObject:
        """Store what is left to read of ``source``, whole or not at all.

        Safe to repeat: the same content under the same key gives back the object that is there. An
        exception from ``progress`` or from reading cancels, leaves nothing behind and is passed on.

        Raises:
            Conflict: The key holds other content.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """Open an object for reading; the caller closes it.

        Raises:
            NotFound: No such object.
        """
        ...

    def stat(self, key: str) -> StoredObject | None:
        """Describe an object, or give None if there is none."""
        ...

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Give every object whose key starts with ``prefix`` (any text, not only a folder), sorted by key."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object.

        Raises:
            NotFound: No such object.
        """
        ...

    def address(self, key: str) -> str:
        """Say where an object of this key is or would be."""
        ...
