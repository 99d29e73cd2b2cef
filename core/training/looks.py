"""Looks that go on side by side, each noted when it has ended: none waits for another's service."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlmodel import Session, col, select

from core.datasets import Dataset, DatasetView
from core.db import Database, now
from core.training.claims import claim_due, patience_of
from core.training.look import Look, look_at
from core.training.models import Run, RunInput, RunState
from core.training.note import note
from core.training.runs import handle

AT_ONCE = 8
"""Looks of one method that go on at the same moment: most of a look is waiting for its service."""

Inputs = Mapping[int, Mapping[str, DatasetView]]


@dataclass(frozen=True)
class _Turn:
    """A run's turn to be looked at: for whom, and when it may begin at the latest."""

    holder: str
    run_id: int
    latest: datetime


class Looks:
    """Looks at claimed runs; those of one method never wait for those of another.

    Use it in a ``with`` statement: at its end it waits for the looks that have begun.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._going: dict[Future[Look | None], _Turn] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)

    def begin(self) -> int:
        """Claim every run whose time has come, and begin to look at it; how many runs are active."""
        claimed = claim_due(self._db, leave={turn.run_id for turn in self._going.values()})
        inputs = _pending_inputs(self._db, claimed.runs)
        for row in claimed.runs:
            turn = _Turn(claimed.holder, row.id or 0, now() + timedelta(seconds=patience_of(row.method)))
            look = self._pool(row.method).submit(_look_in_time, turn, row, inputs.get(turn.run_id, {}))
            self._going[look] = turn
        return claimed.active

    def note_ended(self, *, seconds: float | None) -> list[Look]:
        """Write down the looks that have ended, all that one claim began in one transaction.

        Args:
            seconds: How long to wait for those that have not; None until all have ended.
        """
        ended, _ = wait(self._going, timeout=seconds)
        by_holder: dict[str, list[Look]] = defaultdict(list)
        for future in ended:
            turn = self._going.pop(future)
            if (look := future.result()) is not None:
                by_holder[turn.holder].append(look)
        for holder, looks in by_holder.items():
            with self._db.write() as session:
                note(session, holder, looks)
        return [look for looks in by_holder.values() for look in looks]

    def _pool(self, method: str) -> ThreadPoolExecutor:
        if method not in self._pools:
            self._pools[method] = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"look-{method}")
        return self._pools[method]


def _look_in_time(turn: _Turn, row: Run, inputs: Mapping[str, DatasetView]) -> Look | None:
    """Look, unless the run has waited for its turn for so long that its claim could run out meanwhile."""
    return look_at(turn.run_id, handle(row), inputs) if now() <= turn.latest else None


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
