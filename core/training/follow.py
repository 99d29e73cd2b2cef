"""Follow active runs: look at each, and write down what changed. Pages read only what is written here."""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, select

from core.datasets import Dataset, DatasetView
from core.db import Database
from core.errors import StudioError
from core.logs import get_logger
from core.storage.mirror import local_copy, trim
from core.training.claims import Claimed, claim_due
from core.training.look import Look, look_at
from core.training.models import RunInput, RunState
from core.training.note import note
from core.training.runs import handle

log = get_logger("training")

AT_ONCE = 8
"""Looks that go on at the same moment: most of a look is waiting for somebody else's service."""

Mirror = Callable[[Look], None]


def follow_once(db: Database, *, mirror: Mirror | None = None) -> int:
    """Look once at every active run whose time has come and that nobody else looks at.

    Args:
        db: The database.
        mirror: Told of every look, to keep copies of the files that it found.

    Returns:
        How many runs are active.
    """
    claimed = claim_due(db)
    if not claimed.runs:
        return claimed.active
    looks = _look_at_all(claimed, _pending_inputs(db, claimed))
    with db.write() as session:
        note(session, claimed.holder, looks)
    if mirror is not None:
        for look in looks:
            mirror(look)
    return claimed.active


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
    """A thread that follows runs while the studio is open."""

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
        while not self._stop.wait(self._seconds):
            try:
                follow_once(self._db, mirror=self._mirror)
            except Exception:  # the database may be busy; the next look comes in a moment
                log.exception("follow_failed")


def _look_at_all(claimed: Claimed, inputs: Mapping[int, Mapping[str, DatasetView]]) -> Sequence[Look]:
    looks = [partial(look_at, row.id or 0, handle(row), inputs.get(row.id or 0, {})) for row in claimed.runs]
    if len(looks) == 1:
        return [looks[0]()]
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="look") as pool:
        return list(pool.map(lambda look: look(), looks))


def _pending_inputs(db: Database, claimed: Claimed) -> Mapping[int, Mapping[str, DatasetView]]:
    """The frozen sets of runs that are still to be sent."""
    pending = [row.id for row in claimed.runs if row.state == RunState.PENDING]
    if not pending:
        return {}
    with db.read() as session:
        return _inputs_of(session, pending)


def _inputs_of(session: Session, run_ids: Sequence[int | None]) -> Mapping[int, Mapping[str, DatasetView]]:
    query = (
        select(RunInput.run_id, RunInput.role, Dataset)
        .join(Dataset, col(Dataset.id) == RunInput.dataset_id)
        .where(col(RunInput.run_id).in_(run_ids))
    )
    found: dict[int, dict[str, DatasetView]] = defaultdict(dict)
    for run_id, role, dataset in session.exec(query):
        found[run_id][role] = DatasetView.of(dataset)
    return found
