"""Temporary files, where rows wait between being read and being stored."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

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
