"""Object storage in a local folder: one file an object, published whole or not at all."""

import base64
import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import Conflict, InvalidInput, NotFound
from core.progress import ShowProgress
from core.storage.addresses import LocalAddress
from core.storage.base import PARTIAL_PREFIX, StoredObject, key_problem, valid_key
from core.storage.files import files_below, link_new, regular_file, sync_folders, translated, write_all
from core.storage.reading import MeteredReader, same_bytes


class LocalStore:
    """An ``ObjectStore`` in a folder, which is made at the first ``put``.

    A file is written under a passing name and then hard-linked to its key, so that readers see nothing or
    all of it, and of two writers one wins. No symbolic link below the folder is ever followed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.realpath(folder))
        self.root = str(LocalAddress(self._folder))

    def put(self, key: str, source: BinaryIO, *, progress: ShowProgress | None = None) -> StoredObject:
        """Store a source; see ``ObjectStore.put``."""
        target = self._path(key)
        with translated(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f"{PARTIAL_PREFIX}{uuid.uuid4().hex}"
        try:
            crc32c = self._write(partial, MeteredReader(source, progress))
            found = _publish(partial, target)
        finally:
            partial.unlink(missing_ok=True)
        sync_folders(target.parent, up_to=self._folder)
        return self._view(key, found, crc32c=crc32c)

    def open(self, key: str) -> BinaryIO:
        """Open an object; see ``ObjectStore.open``."""
        path = self._present(key)
        with translated(path):
            return path.open("rb")

    def stat(self, key: str) -> StoredObject | None:
        """Describe an object; see ``ObjectStore.stat``."""
        found = regular_file(self._path(key))
        return self._view(key, found) if found else None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """List objects; see ``ObjectStore.list``."""
        for key, found in files_below(self._folder, prefix):
            if not key_problem(key):
                yield self._view(key, found)

    def delete(self, key: str) -> None:
        """Remove an object; see ``ObjectStore.delete``."""
        path = self._present(key)
        with translated(path):
            path.unlink()

    def address(self, key: str) -> str:
        """Give an object's ``file://`` address; see ``ObjectStore.address``."""
        return str(LocalAddress(self._folder / valid_key(key)))

    def sweep(self, *, older_than: timedelta = timedelta(days=1)) -> int:
        """Remove what uploads left behind when their process was killed, and say how many files that was."""
        limit = time.time() - older_than.total_seconds()
        left = files_below(self._folder, PARTIAL_PREFIX)
        old = [self._folder / name for name, found in left if found.st_mtime <= limit]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, key: str) -> Path:
        path = self._folder / valid_key(key)
        if os.path.realpath(path) != str(path):
            raise InvalidInput(
                f"The key {key!r} leads through a symbolic link in {self.root}. Remove the link."
            )
        return path

    def _present(self, key: str) -> Path:
        path = self._path(key)
        if not regular_file(path):
            raise NotFound(
                f"There is no object {key!r} in {self.root}. It may have been deleted or misspelt."
            )
        return path

    def _write(self, partial: Path, reader: MeteredReader) -> str:
        """Copy the reader into a new file, down to the disk, and give the content's crc32c."""
        import google_crc32c  # noqa: PLC0415 - compiled code that only a write needs

        checksum: Any = google_crc32c.Checksum()  # type: ignore[no-untyped-call] # Google leaves it untyped
        with translated(partial):
            file = partial.open("xb", buffering=0)
        with file:
            while block := reader.read():
                checksum.update(block)
                with translated(partial):
                    write_all(file, block)
            with translated(partial):
                os.fsync(file.fileno())
        return base64.b64encode(checksum.digest()).decode()

    def _view(self, key: str, found: os.stat_result, *, crc32c: str | None = None) -> StoredObject:
        return StoredObject(
            address=self.address(key),
            key=key,
            size=found.st_size,
            generation=f"{found.st_ino}-{found.st_mtime_ns}",
            crc32c=crc32c,
            updated_at=datetime.fromtimestamp(found.st_mtime, UTC),
        )


def _publish(partial: Path, target: Path) -> os.stat_result:
    """Give the finished file its name; the same content may be there already, other content may not."""
    try:
        link_new(partial, target)
    except Conflict:
        return _same_as(partial, target)
    return partial.lstat()


def _same_as(partial: Path, target: Path) -> os.stat_result:
    found = regular_file(target)
    if not found:
        raise Conflict(
            f"{target} cannot be both an object and a folder of others. Choose another key."
        ) from None
    with translated(target), partial.open("rb") as new, target.open("rb") as old:
        if same_bytes(MeteredReader(new), old):
            return found
    raise Conflict(
        f"{target} holds other content, and what is stored never changes. Choose another key."
    ) from None
