"""Follow active runs: poll each, and write down what changed. Pages read only what is written here."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.access import SYSTEM
from core.db import Database
from core.errors import Conflict, StudioError
from core.logs import get_logger
from core.storage import local_copy, trim
from core.training.following.poll import Look, PollResult
from core.training.following.poller import Poller
from core.training.models import RunState
from core.training.runs import RunDetail, fetch_curves, get_run, log_tail, may_fetch_curves

log = get_logger("training")

Mirror = Callable[[PollResult], None]


def follow_once(db: Database, *, mirror: Mirror | None = None, look: Look | None = None) -> int:
    """Poll every active run once whose time has come and that nobody else polls.

    Args:
        db: The database.
        mirror: Told of every poll, to keep copies of the files that it found.
        look: Looks at the curves of each run that is polled.

    Returns:
        How many runs are active.
    """
    with Poller(db, look) as poller:
        active = poller.begin()
        while poller.going:
            for result in poller.record_ended():
                if mirror is not None:
                    mirror(result)
    return active


def mirror_files(cache: Path, limit: int) -> Mirror:
    """A mirror that keeps copies below ``cache``, of at most ``limit`` bytes in all."""

    def fetch(result: PollResult) -> None:
        files = [file for found in (result.files or {}).values() for file in found]
        try:
            for file in files:
                local_copy(file, cache=cache)
        except (StudioError, OSError) as error:  # whoever reads the file fetches it then, or hears why not
            log.warning("mirror_failed run=%s reason=%s", result.run_id, error)
        if files:
            trim(cache, limit=limit)

    return fetch


def watch_curves(cache: Path) -> Look:
    """Looks at the curves of runs while they are polled; copies of their files are kept below ``cache``."""
    from core.training.following.curve_watch import CurveWatch  # noqa: PLC0415 - numpy, which polling spares

    return CurveWatch(cache)


AFTER_S = 300.0
"""How long after a run has ended its service is asked once more."""


class LateCurves:
    """Which runs have ended lately, and whose curves are to be read once more.

    It is not written down: a studio that is closed meanwhile leaves it to the button on the run's page.

    Args:
        db: The database.
        after_s: How long after the end.
    """

    def __init__(self, db: Database, *, after_s: float = AFTER_S) -> None:
        self._db = db
        self._after_s = after_s
        self._ended: dict[int, float] = {}

    def note(self, result: PollResult) -> None:
        """Remember a run that a poll has found to have ended."""
        if result.report is not None and not result.report.state.active:
            self._ended[result.run_id] = time.monotonic()

    def take_due(self) -> list[int]:
        """The runs whose time has come; each is given once."""
        now = time.monotonic()
        due = [number for number, at in self._ended.items() if now - at >= self._after_s]
        for number in due:
            del self._ended[number]
        return due

    def fetch(self, run_id: int) -> None:
        """Read the curves of a run once more where its service has them; that it may refuse is no fault."""
        try:
            if may_fetch_curves(self._db.ask(get_run, run_id).run):
                fetch_curves(self._db, SYSTEM, run_id)
        except StudioError as error:
            log.info("late_curves_not_read run=%s reason=%s", run_id, error)


class Follower:
    """A thread that follows runs while the studio is open, and a second one that copies their files."""

    def __init__(
        self, db: Database, *, seconds: float, mirror: Mirror | None = None, look: Look | None = None
    ) -> None:
        self._db = db
        self._look = look
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
        late = LateCurves(self._db)
        with Poller(self._db, self._look) as poller:
            while not self._stop.wait(self._seconds):
                try:
                    poller.begin()
                    for result in poller.record_ended():
                        copying.submit(self._copy, result)
                        late.note(result)
                    for run_id in late.take_due():
                        copying.submit(self._fetch, late, run_id)
                except Exception:  # the database may be busy; the next round comes in a moment
                    log.exception("follow_failed")
        copying.shutdown(wait=False, cancel_futures=True)

    def _copy(self, result: PollResult) -> None:
        try:
            if self._mirror is not None:
                self._mirror(result)
        except Exception:  # the copies of the other runs must still be made
            log.exception("mirror_failed run=%s", result.run_id)

    def _fetch(self, late: LateCurves, run_id: int) -> None:
        try:
            late.fetch(run_id)
        except Exception:  # as above
            log.exception("late_curves_failed run=%s", run_id)


def wait_for_success(db: Database, run_id: int, *, seconds: float) -> RunDetail:
    """Follow a run to its end, polling every ``seconds``.

    Raises:
        Conflict: It did not succeed; the message has the reason and the end of its log.
    """
    detail = _detail(db, run_id)
    while detail.run.state.active:
        time.sleep(seconds)
        follow_once(db)
        detail = _detail(db, run_id)
    if detail.run.state != RunState.SUCCEEDED:
        tail = db.ask(log_tail, run_id)
        why = f": {detail.run.error}" if detail.run.error else "."
        raise Conflict(f"Run {run_id} ended as {detail.run.state.value}{why}\n{tail}".rstrip())
    return detail


def _detail(db: Database, run_id: int) -> RunDetail:
    return db.ask(get_run, run_id)
