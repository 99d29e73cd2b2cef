"""Looks that go on side by side, each noted when it has ended: none waits for another's service."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlmodel import Session, col, select

from core.datasets import Dataset, DatasetView
from core.db import Database
from core.errors import Unavailable
from core.logs import get_logger
from core.training.following.poll import Look, look_at
from core.training.following.record import note
from core.training.models import Run, RunInput, RunState
from core.training.runs.claims import Claim, claim_due, renew
from core.training.runs.views import handle

log = get_logger("training")

AT_ONCE = 8
"""Looks of one method that go on at the same moment: most of a look is waiting for its service."""

ROUND_S = 1.0
"""How long a round waits for its looks; those that take longer are noted in a later one."""

Inputs = Mapping[int, Mapping[str, DatasetView]]


@dataclass(frozen=True)
class _Turn:
    """Whose look it is, and at what."""

    holder: str
    run_id: int
    method: str


class Looks:
    """Looks at claimed runs; those of one method never wait for those of another.

    The claims on runs that are being looked at are kept for as long as that takes. Use it in a ``with``
    statement: looks whose turn has not come at its end are not begun.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._going: dict[Future[Look], _Turn] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    @property
    def going(self) -> bool:
        """Whether there are looks that have not been noted."""
        return bool(self._going)

    def begin(self) -> int:
        """Claim every run whose time has come, and begin to look at it; how many runs are active."""
        claimed = claim_due(self._db, leave={turn.run_id for turn in self._going.values()})
        inputs = _pending_inputs(self._db, claimed.runs)
        for row in claimed.runs:
            turn = _Turn(claimed.holder, row.id or 0, row.method)
            claim = Claim(self._db, turn.run_id, turn.method, turn.holder)
            look = self._pool(row.method).submit(
                look_at, turn.run_id, handle(row), inputs.get(turn.run_id, {}), claim.assert_claimed
            )
            self._going[look] = turn
        return claimed.active

    def note_ended(self) -> list[Look]:
        """Wait for a moment, write down the looks that have ended, and keep the runs of the others."""
        ended, _ = wait(self._going, timeout=ROUND_S)
        by_holder: dict[str, list[Look]] = defaultdict(list)
        for future in ended:
            by_holder[self._going.pop(future).holder].append(future.result())
        for holder, looks in by_holder.items():
            self._note(holder, looks)
        self._keep_others()
        return [look for looks in by_holder.values() for look in looks]

    def _note(self, holder: str, looks: Sequence[Look]) -> None:
        """All in one transaction; where the database does not take them, each in its own."""
        try:
            with self._db.write() as session:
                note(session, holder, looks)
        except Unavailable:
            raise
        except Exception:
            log.exception("note_failed runs=%s", [look.run_id for look in looks])
            if len(looks) > 1:
                for look in looks:
                    self._note(holder, [look])

    def _keep_others(self) -> None:
        by_method: dict[str, set[str]] = defaultdict(set)
        for turn in self._going.values():
            by_method[turn.method].add(turn.holder)
        for method, holders in by_method.items():
            renew(self._db, holders, method)

    def _pool(self, method: str) -> ThreadPoolExecutor:
        if method not in self._pools:
            self._pools[method] = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"look-{method}")
        return self._pools[method]


def _pending_inputs(db: Database, runs: Sequence[Run]) -> Inputs:
    """The frozen sets of runs that are still to be sent."""
    pending = [row.id for row in runs if row.state == RunState.PENDING]
    if not pending:
        return {}
    with db.read() as session:
        return _inputs_of(session, pending)


def _inputs_of(session: Session, run_ids: Sequence[int | None]) -> Inputs:
    query = (
        select(RunInput.run_id, RunInput.role, Dataset)
        .join(Dataset, col(Dataset.id) == RunInput.dataset_id)
        .where(col(RunInput.run_id).in_(run_ids))
    )
    found: dict[int, dict[str, DatasetView]] = defaultdict(dict)
    for run_id, role, dataset in session.exec(query):
        found[run_id][role] = DatasetView.of(dataset)
    return found
