"""Follow active runs: look at each, and write down what changed. Pages read only what is written here."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.db import Database
from core.errors import StudioError
from core.logs import get_logger
from core.storage.mirror import local_copy, trim
from core.training.following.poll import Look
from core.training.following.polls import Looks

log = get_logger("training")

Mirror = Callable[[Look], None]


def follow_once(db: Database, *, mirror: Mirror | None = None) -> int:
    """Look once at every active run whose time has come and that nobody else looks at.

    Args:
        db: The database.
        mirror: Told of every look, to keep copies of the files that it found.

    Returns:
        How many runs are active.
    """
    with Looks(db) as looks:
        active = looks.begin()
        while looks.going:
            for look in looks.note_ended():
                if mirror is not None:
                    mirror(look)
    return active


def mirror_files(cache: Path, limit: int) -> Mirror:
    """A mirror that keeps copies below ``cache``, of at most ``limit`` bytes in all."""

    def fetch(look: Look) -> None:
        files = [file for found in (look.files or {}).values() for file in found]
        try:
            for file in files:
                local_copy(file, cache=cache)
        except (StudioError, OSError) as error:  # whoever reads the file fetches it then, or hears why not
            log.warning("mirror_failed run=%s reason=%s", look.run_id, error)
        if files:
            trim(cache, limit=limit)

    return fetch


class Follower:
    """A thread that follows runs while the studio is open, and a second one that copies their files."""

    def __init__(self, db: Database, *, seconds: float, mirror: Mirror | None = None) -> None:
        self._db = db
        self._seconds = seconds
        self._mirror = mirror
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="run-follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following; the runs themselves go on."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        copying = ThreadPoolExecutor(1, thread_name_prefix="mirror")
        with Looks(self._db) as looks:
            while not self._stop.wait(self._seconds):
                try:
                    looks.begin()
                    for look in looks.note_ended():
                        copying.submit(self._copy, look)
                except Exception:  # the database may be busy; the next round comes in a moment
                    log.exception("follow_failed")
        copying.shutdown(wait=False, cancel_futures=True)

    def _copy(self, look: Look) -> None:
        try:
            if self._mirror is not None:
                self._mirror(look)
        except Exception:  # the copies of the other runs must still be made
            log.exception("mirror_failed run=%s", look.run_id)
