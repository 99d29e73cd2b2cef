"""Keep local copies of remote files, so that an unchanged file is fetched only once."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from core.errors import Unavailable
from core.storage.addresses import LocalAddress, parse_address
from core.storage.opening import open_address

KEPT_SECONDS = 3600  # an older version stays this long, for whoever is still reading it
PARTIAL = ".partial-"
LONGEST_NAME = 255  # bytes that a file system takes; a name in a bucket may have four times as many
EVENTS = "tfevents"  # TensorBoard's reader knows its files by it


class Version(Protocol):
    """One version of a file: address, generation and size together tell whether it changed."""

    @property
    def address(self) -> str:
        """Where the file is."""

    @property
    def generation(self) -> str:
        """What changes whenever it is written anew."""

    @property
    def size(self) -> int:
        """Bytes."""


def local_copy(file: Version, *, cache: Path) -> Path:
    """Where a file can be read on this machine; fetches it if this version is not there yet.

    A version is (address, generation, size) and has its own path, so a copy never changes under a reader
    and two people may ask at once. A local file is read where it is and never copied.

    Args:
        file: The file as it was listed.
        cache: The folder for copies; it is made when needed and may be deleted at any time.

    Raises:
        NotFound: If the file is gone.
        Unavailable: If it came back shorter than it was listed.
    """
    place = parse_address(file.address)
    if isinstance(place, LocalAddress):
        return place.path
    versions = cache / sha256(file.address.encode()).hexdigest()
    target = versions / f"{file.generation}-{file.size}" / _name_of_copy(place.name.rsplit("/", 1)[-1])
    if not _touched(target):
        _fetch(file, target)
        _drop_old(versions, keep=target.parent)
    return target


def trim(cache: Path, *, limit: int) -> None:
    """Delete the copies that were not used for longest, until what is left takes at most ``limit`` bytes.

    Others may copy and tidy up meanwhile. What a crash left half copied goes whatever the limit.
    """
    crashed = time.time() - KEPT_SECONDS
    copies = sorted(_copies(cache), key=lambda copy: copy[0].st_mtime)
    total = sum(state.st_size for state, _ in copies)
    for state, file in copies:
        partial = file.name.startswith(PARTIAL)
        goes = state.st_mtime < crashed if partial else total > limit
        if goes:
            file.unlink(missing_ok=True)
            total -= state.st_size


def _copies(cache: Path) -> Iterator[tuple[os.stat_result, Path]]:
    """Every file in the cache that is still there when its turn comes."""
    for folder, _, names in os.walk(cache):  # which passes over folders that go meanwhile
        for name in names:
            with suppress(FileNotFoundError):
                yield (Path(folder) / name).lstat(), Path(folder) / name


def _name_of_copy(name: str) -> str:
    """The file's own name, or a short one where no file system takes it, which still says what it holds."""
    raw = name.encode()
    if len(raw) <= LONGEST_NAME:
        return name
    return f"{EVENTS if EVENTS in name else 'copy'}.{sha256(raw).hexdigest()}"


def _touched(target: Path) -> bool:
    """Whether there is this copy; it is marked as in use, so others go first when room is needed."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def _fetch(file: Version, target: Path) -> None:
    """Copy a file to its place in the cache, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        open_address(file.address) as source,
        tempfile.NamedTemporaryFile(dir=target.parent, prefix=PARTIAL, delete=False) as partial,
    ):
        try:
            shutil.copyfileobj(source, partial)
            partial.flush()
            _require_whole(file, copied=partial.tell())
            Path(partial.name).replace(target)
        except BaseException:
            Path(partial.name).unlink(missing_ok=True)
            raise


def _require_whole(file: Version, *, copied: int) -> None:
    """Refuse a copy that is shorter than the listing said; a longer one has grown meanwhile."""
    if copied < file.size:
        raise Unavailable(
            f"{file.address} was cut off after {copied:,} of {file.size:,} bytes; load the page again."
        )


def _drop_old(versions: Path, *, keep: Path) -> None:
    """Delete a file's earlier versions that nobody can still be reading."""
    limit = time.time() - KEPT_SECONDS
    for version in os.scandir(versions):
        with suppress(FileNotFoundError):  # somebody else was tidying up at the same time
            if version.path != str(keep) and version.stat().st_mtime < limit:
                shutil.rmtree(version.path)
