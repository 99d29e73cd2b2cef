"""Object storage in a local folder: one file an object, published whole or not at all."""

import base64
import errno
import io
import os
import stat
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, StudioError, Unavailable
from core.progress import ShowProgress
from core.storage.addresses import LocalAddress
from core.storage.base import PARTIAL_PREFIX, MeteredReader, StoredObject, key_problem, same_bytes, valid_key
from core.storage.refused import Refused, fail


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

    def list(self, prefix: str = "", *, refused: Refused = fail) -> Iterator[StoredObject]:
        """List objects; see ``ObjectStore.list``; ``refused`` is told of folders that are closed to us."""
        for key, found in files_below(self._folder, prefix, refused=refused):
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
        return partial.lstat()
    except Conflict:
        found = regular_file(target)
    if not found:
        raise Conflict(f"{target} cannot be both an object and a folder of others. Choose another key.")
    with translated(target), partial.open("rb") as new, target.open("rb") as old:
        if same_bytes(MeteredReader(new), old):
            return found
    raise Conflict(f"{target} holds other content, and what is stored never changes. Choose another key.")


NO_HARD_LINK = {errno.EPERM, errno.ENOTSUP, errno.EXDEV}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about ``path`` into the studio's sentences."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise Conflict(
            f"Something else is in the way of {path}. Choose another name or remove it."
        ) from error
    except FileNotFoundError as error:
        raise NotFound(
            f"There is no file {path} (any more). List its folder to see what is there."
        ) from error
    except PermissionError as error:
        raise NotAllowed(
            f"The system gives the studio no access to {path}. Change its permissions."
        ) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InvalidInput(f"A part of {path} is too long for this file system. Shorten it.") from error
        raise Unavailable(
            f"{path} cannot be used: {error.strerror}. Check the disk, then try again."
        ) from error


def regular_file(path: Path) -> os.stat_result | None:
    """Describe a regular file; None for a folder, a symbolic link, a device or nothing at all."""
    try:
        with translated(path):
            found = path.lstat()
    except (NotFound, Conflict):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def link_new(source: Path, target: Path) -> None:
    """Give a file a second name, making folders as needed; an existing name is never replaced.

    Raises:
        Conflict: The name, or a folder's name on the way, is taken.
        Unavailable: The file system has no hard links.
    """
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in NO_HARD_LINK:
                raise
            raise Unavailable(
                f"The file system of {target.parent} makes no hard links, and a store publishes by them. "
                "Keep the store on a local disk or in a gs:// bucket."
            ) from error


def sync_folders(folder: Path, *, up_to: Path) -> None:
    """Put the entries of a folder, and of those above it up to ``up_to``, safely on the disk."""
    for each in (folder, *folder.parents):
        with translated(each):
            descriptor = os.open(each, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        if each == up_to:
            return


def write_all(file: io.FileIO, block: bytes) -> None:
    """Write a whole block, where one call of the system may write only a part of it."""
    left = memoryview(block)
    while left:
        left = left[file.write(left) :]


def files_below(
    folder: Path, prefix: str = "", above: str = "", *, refused: Refused = fail
) -> Iterator[tuple[str, os.stat_result]]:
    """Give name (relative, '/'-separated) and description of each regular file, sorted by name.

    Only folders that can hold a name starting with ``prefix`` are looked into; links are not followed. Names
    begin with what stands ``above``.
    """
    for entry in _entries(folder, refused):
        name = above + entry
        if not (name.startswith(prefix) or (name.endswith("/") and prefix.startswith(name))):
            continue
        if name.endswith("/") and not key_problem(name[:-1]):  # below others nothing has a key; so depth ends
            yield from files_below(folder / entry, prefix, name, refused=refused)
        elif not name.endswith("/") and (found := regular_file(folder / entry)):
            yield name, found


def _entries(folder: Path, refused: Refused) -> list[str]:
    """Give the names in a folder, '/' after each folder's, sorted: so a walk gives whole names in order."""
    try:
        with translated(folder), os.scandir(folder) as entries:
            return sorted(
                f"{each.name}/" if each.is_dir(follow_symlinks=False) else each.name for each in entries
            )
    except (NotFound, Conflict):
        return []
    except StudioError as error:
        refused(error)
        return []
