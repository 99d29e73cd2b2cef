"""Curves of runs that have ended, asked for once more: some services write the last points late."""

import time

from core.access import SYSTEM
from core.db import Database
from core.errors import StudioError
from core.logs import get_logger
from core.training.following.poll import PollResult
from core.training.runs import fetch_curves, get_run, may_fetch_curves

log = get_logger("training")

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
