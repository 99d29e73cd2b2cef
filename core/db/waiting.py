"""How callers wait for each other: in a fair line, or together for one commit."""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Lock
from time import monotonic, sleep
from typing import Generic, TypeVar

from core.errors import Unavailable

Job = TypeVar("Job")
Result = TypeVar("Result")

PAUSE = 0.01  # seconds
MOST = 32
"""Jobs in one transaction: of more, the first would wait for the last, and little is saved."""


def insist(work: Callable[[], object], patience: float) -> None:
    """Do what SQLite refuses at once, rather than wait, as long as somebody else has the file.

    Raises:
        sqlite3.OperationalError: After ``patience`` in seconds it is still refused; or it failed otherwise.
    """
    deadline = monotonic() + patience
    while True:
        try:
            work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(PAUSE)
        else:
            return


class FairLock:
    """A few places, given fairly: whoever waits longest is next.

    SQLite has one writer at a time and lets the others try again after pauses, so that under load some wait
    for seconds while others come and go; and the more transactions PostgreSQL has at once, the more of them
    wait for each other's rows. Within a process, standing in line is both fairer and faster.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._free = places

    def __enter__(self) -> None:
        """Wait in line for a place."""
        with self._guard:
            if self._free:
                self._free -= 1
                return
            place = Lock()
            place.acquire()
            self._waiting.append(place)
        place.acquire()

    def __exit__(self, *_: object) -> None:
        """Give the place to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class _Turn(Generic[Job, Result]):
    """One caller's job, and what became of it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.result: Result | None = None
        self.leads = False
        self.called = Lock()
        self.called.acquire()


class Together(Generic[Job, Result]):
    """Callers of one kind of change; whoever comes while another is at it is done with all who wait then.

    Nobody waits for others to come: alone, a caller is carried out at once. The first of those who wait
    carries the next ones out, in its own thread.

    Args:
        carry_out: Takes the jobs, when it is ready for them, does them in one transaction and commits it. It
            gives a result for each, or None for one that it has left undone because it has to be done by
            itself; one that has nobody beside it is done. If it raises, nothing is done.
    """

    def __init__(self, carry_out: Callable[[Callable[[], list[Job]]], Sequence[Result | None]]) -> None:
        self._carry_out = carry_out
        self._guard = Lock()
        self._waiting: deque[_Turn[Job, Result]] = deque()
        self._busy = False

    def do(self, job: Job) -> Result | None:
        """Have the job done with others; None if it was not, and should be tried alone."""
        turn: _Turn[Job, Result] = _Turn(job)
        with self._guard:
            self._waiting.append(turn)
            turn.leads, self._busy = not self._busy, True
        if not turn.leads:
            turn.called.acquire()  # until it is done, or this turn leads
        if turn.leads:
            self._lead()
        return turn.result

    def _lead(self) -> None:
        group: list[_Turn[Job, Result]] = []

        def take() -> list[Job]:
            with self._guard:
                group.extend(self._waiting.popleft() for _ in range(min(MOST, len(self._waiting))))
            return [turn.job for turn in group]

        try:
            results = self._carry_out(take)
            for turn, result in zip(group, results, strict=True):
                turn.result = result
        except BaseException as error:
            if not group:
                take()
            if len(group) == 1 or not isinstance(error, Exception):
                raise
        finally:  # who has no result does it alone now, and whoever is at fault hears of it there
            self._go_on(group)

    def _go_on(self, done: Sequence[_Turn[Job, Result]]) -> None:
        with self._guard:
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        for turn in done[1:]:  # the first is who leads
            turn.called.release()
        if following is not None:
            following.leads = True
            following.called.release()


def one_of(results: Sequence[Result | None]) -> Result:
    """The result of a job that was done alone."""
    (result,) = results
    if result is None:
        msg = "A job that was alone has been left for later."
        raise RuntimeError(msg)
    return result


class Gate:
    """Lets everybody in until it is shut; whoever shuts it can wait for those inside."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._reason = ""

    def __enter__(self) -> None:
        """Come in.

        Raises:
            Unavailable: It is shut; the reason why.
        """
        with self._changed:
            if self._reason:
                raise Unavailable(self._reason)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        """Leave."""
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def shut(self, reason: str, *, seconds: float) -> bool:
        """Let nobody in any more, and wait for those inside; whether all have left within these seconds."""
        with self._changed:
            self._reason = reason
            return self._changed.wait_for(lambda: not self._inside, timeout=seconds)
