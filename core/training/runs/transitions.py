"""What an event makes of a run, whatever state it is in: pure, and the only place that decides it.

Whoever sends or polls a run has claimed it, and says with an `Event` what came of that. What people decide
about a run (to cancel it, to have it polled at once, to give it up) are functions of their own.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self

from core.training.exchanged import RunReport, Started
from core.training.models import Run, RunState

SENT = {RunState.PENDING: RunState.RUNNING, RunState.CANCELLED: RunState.CANCELLING}
"""What a run becomes that was sent: one that had been taken for cancelled is to be stopped after all."""

LONGEST_WAIT_S = 120.0
"""However often a poll failed, the next one comes after this time."""

UNEXPECTED = "The studio did not expect what it met (reference {} in its log)."
"""Why something is unanswered where no sentence was foreseen."""

MOST_POLLS_FOR_FILES = 5
"""A run that has ended is polled so often until its files can be listed."""


@dataclass(frozen=True)
class RunStatus:
    """The columns of a run that events change."""

    state: RunState
    jobs: dict[str, str]
    process: int | None
    process_started: float | None
    error: str | None
    log: str | None
    doing: str
    started_at: datetime | None
    ended_at: datetime | None
    next_poll_at: datetime | None
    failed_polls: int
    poll_error: str | None
    claimed_by: str | None
    claimed_until: datetime | None

    @classmethod
    def of(cls, row: Run) -> Self:
        """That of a run on record."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    @property
    def columns(self) -> dict[str, Any]:
        """All of them by name: the same for every run, so that many are written in one statement."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class Pace:
    """How often a method's runs are polled, and how long one request to its service may take, in seconds."""

    poll_seconds: float
    patience: float


@dataclass(frozen=True)
class Turn:
    """Who sent or polled a run.

    Attributes:
        holder: By which claim.
        before: The run's state when it began; another one now was somebody's decision meanwhile, and stands.
        pace: That of the run's method.
        at: When it ended.
    """

    holder: str
    before: RunState
    pace: Pace
    at: datetime


class Event(ABC):
    """What came of sending a run or polling it."""

    def after(self, run: RunStatus, turn: Turn) -> RunStatus:
        """What the run becomes; only whoever has it still says how it stands, and gives it back."""
        return self._held(run, turn) if run.claimed_by == turn.holder else self._late(run, turn)

    @abstractmethod
    def _held(self, run: RunStatus, turn: Turn) -> RunStatus: ...

    def _late(self, run: RunStatus, turn: Turn) -> RunStatus:  # noqa: ARG002 - others need it
        return run


@dataclass(frozen=True)
class Submitted(Event):
    """It was sent, and its service has it. The names of what was made are kept in any case."""

    started: Started

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:
        return _released(self._late(run, turn))

    def _late(self, run: RunStatus, turn: Turn) -> RunStatus:
        mark = self.started.process
        return replace(
            run,
            state=SENT.get(run.state, run.state),
            started_at=run.started_at or turn.at,
            jobs={**run.jobs, **self.started.jobs},
            process=mark.number if mark else run.process,
            process_started=mark.started if mark else run.process_started,
        )


@dataclass(frozen=True)
class Refused(Event):
    """It was not sent, for a reason that will not go away."""

    error: str

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:
        if _is_old(run, turn):
            return _released(run, wait=_wait(run, turn.pace, 1), at=turn.at)
        error = f"It could not be started: {self.error}"
        return replace(_released(run), state=RunState.FAILED, error=error, ended_at=turn.at)


@dataclass(frozen=True)
class Overtaken(Event):
    """It was not sent: it was cancelled meanwhile, or is somebody else's to send."""

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:  # noqa: ARG002 - others need it
        return _released(run)


@dataclass(frozen=True)
class Stopped(Event):
    """Whoever launched it stopped that, which cancels it. What was sent may still be on its way."""

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:
        return _released(self._late(run, turn), wait=_wait(run, turn.pace, 1), at=turn.at)

    def _late(self, run: RunStatus, turn: Turn) -> RunStatus:  # noqa: ARG002 - others need it
        return replace(run, state=RunState.CANCELLING) if run.state == RunState.PENDING else run


@dataclass(frozen=True)
class Unanswered(Event):
    """Whether it was sent, or how it stands, nobody knows. A request to start it may still be on its way."""

    error: str

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:
        if _is_old(run, turn) and turn.before != RunState.PENDING:
            return _released(run)
        return _failed(_released(run), run, turn, self.error)


@dataclass(frozen=True)
class Reported(Event):
    """Its method told how it stands; ``trouble`` is what could not be done about it."""

    report: RunReport
    trouble: str = ""

    def _held(self, run: RunStatus, turn: Turn) -> RunStatus:
        if _is_old(run, turn):
            return _released(run)
        seen = self._seen(run, turn)
        if not self.trouble:
            return seen
        if seen.state.active:
            return _failed(seen, run, turn, self.trouble)
        if run.failed_polls + 1 < MOST_POLLS_FOR_FILES:
            return _failed(replace(seen, state=run.state, ended_at=None), run, turn, self.trouble)
        return seen

    def _seen(self, run: RunStatus, turn: Turn) -> RunStatus:
        report = self.report
        return replace(
            _released(run, wait=turn.pace.poll_seconds, at=turn.at),
            state=self._state(run),
            error=report.error,
            started_at=report.started_at or run.started_at,
            ended_at=report.ended_at if report.state.active or report.ended_at else turn.at,
            jobs={**run.jobs, **report.jobs},
            log=report.log or run.log,
            doing=report.doing if report.state.active else "",
        )

    def _state(self, run: RunStatus) -> RunState:
        """Pending is a run that is not known to have started; one that waits in its service's queue has."""
        if not self.report.state.active:
            return self.report.state
        return RunState.CANCELLING if run.state == RunState.CANCELLING else RunState.RUNNING


def cancelled(run: RunStatus, *, at: datetime) -> RunStatus:
    """A person wants an active run to stop; one that may be on its way is left until it can be seen."""
    due = run.next_poll_at if run.state == RunState.PENDING else at
    return replace(run, state=RunState.CANCELLING, next_poll_at=due)


def hurried(run: RunStatus, *, at: datetime) -> RunStatus:
    """A person wants an active run to be polled at once."""
    return replace(run, next_poll_at=at)


def given_up(run: RunStatus, *, at: datetime) -> RunStatus:
    """A person decides that nothing more will be learned of an active run."""
    last = f" The last check: {run.poll_error}" if run.poll_error else ""
    error = f"It was given up: nobody follows it now, and what it is doing may go on and cost money.{last}"
    lost = replace(run, state=RunState.LOST, error=error, ended_at=at)
    return replace(lost, doing="", claimed_by=None, claimed_until=None)


def _is_old(run: RunStatus, turn: Turn) -> bool:
    """Whether somebody has decided something meanwhile; what was seen before says nothing about that."""
    return run.state != turn.before or not run.state.active


def _released(run: RunStatus, *, wait: float = 0.0, at: datetime | None = None) -> RunStatus:
    """Given back, all well; to be polled after so many seconds, or at once."""
    return replace(
        run,
        doing="",
        claimed_by=None,
        claimed_until=None,
        next_poll_at=at + timedelta(seconds=wait) if at and wait else None,
        failed_polls=0,
        poll_error=None,
    )


def _failed(seen: RunStatus, run: RunStatus, turn: Turn, error: str) -> RunStatus:
    """With one failed poll more than before."""
    failed = run.failed_polls + 1
    due = turn.at + timedelta(seconds=_wait(run, turn.pace, failed))
    return replace(seen, failed_polls=failed, poll_error=error, next_poll_at=due)


def _wait(run: RunStatus, pace: Pace, failed: int) -> float:
    """Twice as long after every failure; a request to start it that may be on its way is left in peace."""
    wait = min(max(pace.poll_seconds, 1.0) * float(2 ** min(failed, 10)), LONGEST_WAIT_S)
    return wait if run.started_at else max(wait, pace.patience)
