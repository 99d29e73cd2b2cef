"""Send a run that is on record to its method, and note what became of that, whatever it was."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from core.db import now
from core.errors import StudioError, Unavailable
from core.logs import get_logger
from core.training.method import Method, Started, Submission, Tell
from core.training.models import Run, RunState
from core.training.runs.claims import Claim, Superseded
from core.training.runs.views import handle

log = get_logger("training")

NOTE_SECONDS = 1.0
UNEXPECTED = "The studio did not expect what it met (reference {} in its log)."


def send(claim: Claim, method: Method, submission: Submission) -> None:
    """Submit a run that the caller has claimed.

    Nobody may know whether it started: then it stays pending, and the follower submits it again. Whoever
    stops the studio's words on what is going on (a click on Cancel) cancels it. A run that somebody else
    cancelled or started meanwhile is left as it is.

    Raises:
        StudioError: It was refused; the run is on record as failed, with the reason.
    """
    try:
        started = method.submit(submission)
    except Superseded:
        _note_superseded(claim)
    except Unavailable as error:
        log.warning("submit_unclear job_id=%s reason=%s", submission.job_id, error)
        _note_unclear(claim, method, str(error))
    except Exception as error:
        if not isinstance(error, StudioError) and claim.made:
            reference = secrets.token_hex(4)
            log.exception("submit_failed job_id=%s reference=%s", submission.job_id, reference)
            _note_unclear(claim, method, UNEXPECTED.format(reference))
        elif _note_refused(claim, error):
            raise
    except BaseException:
        _note_stopped(claim, method)
        raise
    else:
        _note_started(claim, method, started)


def telling(claim: Claim, tell: Tell | None) -> Tell:
    """Words on what is going on go to the person, and now and then to the record, which keeps the claim."""
    last = 0.0

    def say(sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last > NOTE_SECONDS:
            last = time.monotonic()
            claim.keep(doing=sentence)
        if tell is not None:
            tell(sentence)

    return say


def _note_started(claim: Claim, method: Method, started: Started) -> None:
    """The names of what was made are kept in any case; how the run stands only its holder says."""
    with _row(claim) as row:
        row.started_at = row.started_at or now()
        if started.process is not None:
            row.process, row.process_started = started.process.number, started.process.started
        row.jobs = {**row.jobs, **started.jobs}
        cancelled_meanwhile = row.state in {RunState.CANCELLING, RunState.CANCELLED}
        if cancelled_meanwhile:
            row.state = RunState.CANCELLING
        elif row.state == RunState.PENDING:
            row.state = RunState.RUNNING
        _let_go(claim, row)
    log.info("run_launched job_id=%s", row.job_id)
    if cancelled_meanwhile:
        method.cancel(handle(row))


def _note_superseded(claim: Claim) -> None:
    """A run that was cancelled is the follower's from now on."""
    with _row(claim) as row:
        _let_go(claim, row)


def _note_unclear(claim: Claim, method: Method, error: str) -> None:
    """The request may still be on its way: the next try waits until it cannot be any more."""
    with _row(claim) as row:
        if _let_go(claim, row, wait=method.patience):
            row.poll_error, row.failed_polls = error, 1


def _note_refused(claim: Claim, error: Exception) -> bool:
    """Whether it was the caller's run still, so that the refusal is how it ended."""
    with _row(claim) as row:
        if not _let_go(claim, row):
            return False
        row.state, row.error, row.ended_at = RunState.FAILED, f"It could not be started: {error}", now()
        return True


def _note_stopped(claim: Claim, method: Method) -> None:
    with _row(claim) as row:
        _let_go(claim, row, wait=method.patience)
        if row.state == RunState.PENDING:
            row.state = RunState.CANCELLING


@contextmanager
def _row(claim: Claim) -> Iterator[Run]:
    with claim.db.write() as session:
        row = session.get_one(Run, claim.run_id)
        yield row
        session.add(row)


def _let_go(claim: Claim, row: Run, *, wait: float = 0.0) -> bool:
    """Give the run back; whether it was this holder's still."""
    if row.claimed_by != claim.holder:
        return False
    row.doing, row.claimed_by, row.claimed_until = "", None, None
    row.failed_polls, row.poll_error = 0, None
    row.next_poll_at = now() + timedelta(seconds=wait)
    return True
