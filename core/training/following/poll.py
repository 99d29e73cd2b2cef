"""Poll one claimed run, wherever it is, or send it; nothing is written down here."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import StudioError
from core.logs import get_logger
from core.training.method import Method, RunHandle, RunReport
from core.training.methods import get_method
from core.training.models import RunState
from core.training.run_files import Files, files_of
from core.training.runs.claims import Claim
from core.training.runs.launching import submit
from core.training.runs.transitions import UNEXPECTED, Event, Refused, Reported, Unanswered
from core.training.runs.views import Given

log = get_logger("training")


@dataclass(frozen=True)
class CurveFlag:
    """What is wrong with a run's curves, and from which step on; nothing where there is no text."""

    text: str | None = None
    step: int | None = None


Look = Callable[[RunHandle, RunReport, Files | None], CurveFlag | None]
"""Looks at the curves of a run that was just polled; None where it did not look this time."""


@dataclass(frozen=True)
class PollResult:
    """What one poll of a run came to.

    Attributes:
        before: The run's state when it was polled.
        files: Files in the cloud by kind; None where nobody listed them.
        flag: What is wrong with its curves; None where nobody looked.
    """

    run_id: int
    before: RunState
    event: Event
    files: Files | None = None
    flag: CurveFlag | None = None

    @property
    def report(self) -> RunReport | None:
        """What the method told."""
        return self.event.report if isinstance(self.event, Reported) else None


def poll_run(claim: Claim, run: RunHandle, given: Given, look: Look | None = None) -> PollResult:
    """Poll a claimed run, or send it, with what it is given, if it is not known to have started."""
    event: Event
    files, flag = None, None
    try:
        method = get_method(run.method)
        if run.state == RunState.PENDING:
            event = _send(claim, method, run, given)
        else:
            event, files = _poll(method, run)
            flag = _look_at_curves(look, run, event.report, files) if look else None
    except StudioError as error:
        event = Unanswered(str(error))
    except Exception:  # one run that cannot be read must not stop the others from being followed
        reference = secrets.token_hex(4)
        log.exception("poll_failed job_id=%s reference=%s", run.job_id, reference)
        event = Unanswered(UNEXPECTED.format(reference))
    return PollResult(claim.run_id, run.state, event, files, flag)


def _look_at_curves(look: Look, run: RunHandle, report: RunReport, files: Files | None) -> CurveFlag | None:
    """That curves cannot be read says nothing about the run."""
    try:
        return look(run, report, files)
    except StudioError as error:
        log.warning("curves_not_read job_id=%s reason=%s", run.job_id, error)
    except Exception:  # what the run itself came to must still be written down
        log.exception("curves_not_read job_id=%s", run.job_id)
    return None


def _send(claim: Claim, method: Method, run: RunHandle, given: Given) -> Event:
    try:
        return submit(claim, method, run, given)
    except StudioError as error:
        return Refused(str(error))


def _poll(method: Method, run: RunHandle) -> tuple[Reported, Files | None]:
    """That files cannot be listed now does not spoil what the job's service said."""
    report = method.poll(run)
    trouble = _cancel_again(method, run, report) or ("" if report.state.active else report.trouble)
    try:
        return Reported(report, trouble), files_of(run.root, report.artifacts)
    except StudioError as error:
        return Reported(report, trouble or f"Its files could not be listed: {error}"), None


def _cancel_again(method: Method, run: RunHandle, report: RunReport) -> str:
    """The first request to stop may have been lost; why this one failed, if it did."""
    if run.state == RunState.CANCELLING and report.state.active:
        try:
            method.cancel(run)
        except StudioError as error:
            return f"It could not be asked to stop: {error}"
    return ""
