"""Polls that go on side by side, each recorded when it has ended: none waits for another's service."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

from core.db import Database
from core.errors import Unavailable
from core.logs import get_logger
from core.training.following.poll import Look, PollResult, poll_run
from core.training.following.record import record
from core.training.models import RunState
from core.training.runs.claims import Claim, claim_due, renew
from core.training.runs.views import Given, given_to, handle

log = get_logger("training")

AT_ONCE = 8
"""Polls of one method that go on at the same moment: most of a poll is waiting for its service."""

ROUND_S = 1.0
"""How long a round waits for its polls; those that take longer are recorded in a later one."""


class Poller:
    """Polls claimed runs; those of one method never wait for those of another.

    The claims on runs that are being polled are kept for as long as that takes. Use it in a ``with``
    statement: polls whose turn has not come at its end are not begun.

    Args:
        db: The database.
        look: Looks at the curves of each run that is polled.
    """

    def __init__(self, db: Database, look: Look | None = None) -> None:
        self._db = db
        self._look = look
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._going: dict[Future[PollResult], Claim] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    @property
    def going(self) -> bool:
        """Whether there are polls that have not been recorded."""
        return bool(self._going)

    def begin(self) -> int:
        """Claim every run whose time has come, and begin to poll it; how many runs are active."""
        due = claim_due(self._db, leave={one.run_id for one in self._going.values()})
        pending = [row.id or 0 for row in due.runs if row.state == RunState.PENDING]
        given = self._db.ask(given_to, pending) if pending else {}
        for row in due.runs:
            claim = Claim(self._db, row.id or 0, row.method, due.holder)
            run_given = given.get(claim.run_id, Given())
            poll = self._pool(row.method).submit(poll_run, claim, handle(row), run_given, self._look)
            self._going[poll] = claim
        return due.active

    def record_ended(self) -> list[PollResult]:
        """Wait for a moment, write down the polls that have ended, and keep the claims on the others."""
        ended, _ = wait(self._going, timeout=ROUND_S)
        by_holder: dict[str, list[PollResult]] = defaultdict(list)
        for future in ended:
            by_holder[self._going.pop(future).holder].append(future.result())
        for holder, results in by_holder.items():
            self._record(holder, results)
        self._keep_others()
        return [result for results in by_holder.values() for result in results]

    def _record(self, holder: str, results: Sequence[PollResult]) -> None:
        """All in one transaction; where the database does not take them, each in its own."""
        try:
            with self._db.write() as session:
                record(session, holder, results)
        except Unavailable:
            raise
        except Exception:
            log.exception("record_failed runs=%s", [result.run_id for result in results])
            if len(results) > 1:
                for result in results:
                    self._record(holder, [result])

    def _keep_others(self) -> None:
        by_method: dict[str, set[str]] = defaultdict(set)
        for claim in self._going.values():
            by_method[claim.method].add(claim.holder)
        for method, holders in by_method.items():
            renew(self._db, holders, method)

    def _pool(self, method: str) -> ThreadPoolExecutor:
        if method not in self._pools:
            self._pools[method] = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"poll-{method}")
        return self._pools[method]
