"""Small dealings with the file system that a local store is made of."""

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable

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
            _sync(each)
        if each == up_to:
            return


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(file: io.FileIO, block: bytes) -> None:
    """Write a whole block, where one call of the system may write only a part of it."""
    left = memoryview(block)
    while left:
        left = left[file.write(left) :]


def files_below(folder: Path, prefix: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Give name (relative, '/'-separated) and description of each regular file, sorted by name.

    Only folders that can hold a name starting with ``prefix`` are looked into; links are not followed.
    """
    yield from _walk(folder, "", prefix)


def _walk(folder: Path, above: str, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    for entry in _entries(folder):
        name = above + entry
        if not (name.startswith(prefix) or (name.endswith("/") and prefix.startswith(name))):
            continue
        if name.endswith("/"):
            yield from _walk(folder / entry, name, prefix)
        elif found := regular_file(folder / entry):
            yield name, found


def _entries(folder: Path) -> list[str]:
    """Give the names in a folder, '/' after each folder's, sorted: so a walk gives whole names in order."""
    try:
        with translated(folder), os.scandir(folder) as entries:
            return sorted(
                f"{each.name}/" if each.is_dir(follow_symlinks=False) else each.name for each in entries
            )
    except (NotFound, Conflict):
        return []
