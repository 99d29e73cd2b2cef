"""Keep local copies of remote event files, so that an unchanged file is fetched only once."""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from core.curves.events import EventFile
from core.errors import Unavailable
from core.storage.addresses import LocalAddress, parse_address
from core.storage.opening import open_address

KEPT_SECONDS = 3600  # an older version stays this long, for whoever is still reading it


def local_copy(file: EventFile, *, cache: Path) -> Path:
    """Where an event file can be read on this machine; fetches it if this version is not there yet.

    A version is (address, generation, size) and has its own path, so a copy never changes under a reader
    and two people may ask at once. A local file is read where it is and never copied.

    Args:
        file: The file as ``find_event_files`` listed it.
        cache: The folder for copies; it is made when needed and may be deleted at any time.

    Raises:
        NotFound: If the file is gone.
        Unavailable: If it came back shorter than it was listed.
    """
    place = parse_address(file.address)
    if isinstance(place, LocalAddress):
        return place.path
    versions = cache / sha256(file.address.encode()).hexdigest()
    target = versions / f"{file.generation}-{file.size}" / place.name.rsplit("/", 1)[-1]
    if not target.exists():
        _fetch(file, target)
        _drop_old(versions, keep=target.parent)
    return target


def _fetch(file: EventFile, target: Path) -> None:
    """Copy a file to its place in the cache, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        open_address(file.address) as source,
        tempfile.NamedTemporaryFile(dir=target.parent, prefix=".partial-", delete=False) as partial,
    ):
        try:
            shutil.copyfileobj(source, partial)
            partial.flush()
            _require_whole(file, copied=partial.tell())
            Path(partial.name).replace(target)
        except BaseException:
            Path(partial.name).unlink(missing_ok=True)
            raise


def _require_whole(file: EventFile, *, copied: int) -> None:
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
