"""One look at one claimed run, wherever it is; nothing is written down here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from core.datasets import DatasetView
from core.errors import StudioError, Unavailable
from core.logs import get_logger
from core.training.event_files import EventFile
from core.training.files import files_of
from core.training.method import Method, RunHandle, RunReport, Started, Submission
from core.training.methods import get_method
from core.training.models import FileKind, RunState

log = get_logger("training")


@dataclass(frozen=True)
class Look:
    """What one look at a run came to: a report, a start, or a sentence on why there is neither.

    Attributes:
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


def look_at(run_id: int, run: RunHandle, inputs: Mapping[str, DatasetView]) -> Look:
    """Look at a run, or send it if it is not known to have started."""
    try:
        method = get_method(run.method)
        return (
            _send(run_id, method, run, inputs)
            if run.state == RunState.PENDING
            else _poll(run_id, run, method)
        )
    except StudioError as error:
        return Look(run_id, run.state, error=str(error))
    except Exception:  # one run that cannot be read must not stop the others from being followed
        reference = secrets.token_hex(4)
        log.exception("look_failed job_id=%s reference=%s", run.job_id, reference)
        sentence = f"The studio did not expect what it met (reference {reference} in its log)."
        return Look(run_id, run.state, error=sentence)


def _send(run_id: int, method: Method, run: RunHandle, inputs: Mapping[str, DatasetView]) -> Look:
    submission = Submission(run.job_id, run.root, run.parameters, inputs, run.name, run.jobs)
    try:
        return Look(run_id, run.state, started=method.submit(submission))
    except Unavailable:
        raise
    except StudioError as error:
        return Look(run_id, run.state, error=str(error), refused=True)


def _poll(run_id: int, run: RunHandle, method: Method) -> Look:
    report = method.poll(run)
    if run.state == RunState.CANCELLING and report.state.active:
        method.cancel(run)  # the first request may have been lost
    return Look(run_id, run.state, report=report, files=_files(run, report))


def _files(run: RunHandle, report: RunReport) -> Mapping[FileKind, tuple[EventFile, ...]] | None:
    """The run's files; that they cannot be listed now does not spoil what the job's service said."""
    try:
        return files_of(run.root, report.artifacts)
    except StudioError as error:
        log.warning("files_not_listed job_id=%s reason=%s", run.job_id, error)
        return None
