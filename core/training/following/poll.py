"""One look at one claimed run, wherever it is; nothing is written down here."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.datasets import DatasetView
from core.errors import StudioError, Unavailable
from core.logs import get_logger
from core.training.event_files import EventFile
from core.training.following.files import files_of
from core.training.method import Method, RunHandle, RunReport, Started, Submission
from core.training.methods import get_method
from core.training.models import FileKind, RunState
from core.training.runs.send import UNEXPECTED

log = get_logger("training")


@dataclass(frozen=True)
class Look:
    """What one look at a run came to: a report, a start, or a sentence on why there is neither.

    Attributes:
        error: Why there is neither; or, beside a report, what could not be done about it.
        refused: Whether the sentence is a refusal to start it.
        files: Files in the cloud by kind; None where nobody looked.
    """

    run_id: int
    before: RunState
    report: RunReport | None = None
    started: Started | None = None
    error: str = ""
    refused: bool = False
    files: Mapping[FileKind, tuple[EventFile, ...]] | None = None


def look_at(
    run_id: int, run: RunHandle, inputs: Mapping[str, DatasetView], assert_claimed: Callable[[], None]
) -> Look:
    """Look at a run, or send it if it is not known to have started.

    Args:
        run_id: Its number.
        run: The run.
        inputs: The sets of one that is to be sent.
        assert_claimed: Called before anything is made for it; see `Submission`.
    """
    try:
        method = get_method(run.method)
        if run.state == RunState.PENDING:
            return _send(run_id, method, run, inputs, assert_claimed)
        return _poll(run_id, run, method)
    except StudioError as error:
        return Look(run_id, run.state, error=str(error))
    except Exception:  # one run that cannot be read must not stop the others from being followed
        reference = secrets.token_hex(4)
        log.exception("look_failed job_id=%s reference=%s", run.job_id, reference)
        return Look(run_id, run.state, error=UNEXPECTED.format(reference))


def _send(
    run_id: int,
    method: Method,
    run: RunHandle,
    inputs: Mapping[str, DatasetView],
    assert_claimed: Callable[[], None],
) -> Look:
    submission = Submission(
        run.job_id, run.root, run.parameters, inputs, run.name, run.jobs, assert_claimed=assert_claimed
    )
    try:
        return Look(run_id, run.state, started=method.submit(submission))
    except Unavailable:
        raise
    except StudioError as error:
        return Look(run_id, run.state, error=str(error), refused=True)


def _poll(run_id: int, run: RunHandle, method: Method) -> Look:
    look = Look(run_id, run.state, report=method.poll(run))
    return _with_files(_cancelled_again(look, run, method), run)


def _cancelled_again(look: Look, run: RunHandle, method: Method) -> Look:
    """The first request to stop may have been lost."""
    if run.state != RunState.CANCELLING or look.report is None or not look.report.state.active:
        return look
    try:
        method.cancel(run)
    except StudioError as error:
        return replace(look, error=f"It could not be asked to stop: {error}")
    return look


def _with_files(look: Look, run: RunHandle) -> Look:
    """With the run's files; that they cannot be listed now does not spoil what the job's service said."""
    try:
        return replace(look, files=files_of(run.root, look.report.artifacts if look.report else ()))
    except StudioError as error:
        return replace(look, error=look.error or f"Its files could not be listed: {error}")
