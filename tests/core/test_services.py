"""The composition root."""

import os
import time
from pathlib import Path

from core.storage.base import PARTIAL_PREFIX

TWO_DAYS = 2 * 24 * 60 * 60


def test_tidying_removes_what_a_killed_writer_left(studio):
    """A partial file of today may still be written; one of the day before yesterday is nobody's."""
    folder = Path(studio.settings.home) / "objects"
    folder.mkdir(parents=True, exist_ok=True)
    fresh, old = folder / f"{PARTIAL_PREFIX}fresh", folder / f"{PARTIAL_PREFIX}old"
    for path in (fresh, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - TWO_DAYS,) * 2)
    studio.tidy()
    assert (fresh.exists(), old.exists()) == (True, False)
