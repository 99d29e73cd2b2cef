"""Send a run that is on record to its method, and note what became of that, whatever it was."""

import time
from datetime import timedelta

from core.db import Database, now
from core.errors import StudioError, Unavailable
from core.logs import get_logger
from core.training.claims import claimed_until
from core.training.method import Method, Started, Submission, Tell
from core.training.models import Run, RunState
from core.training.runs import handle

log = get_logger("training")

NOTE_SECONDS = 1.0


def send(db: Database, method: Method, run_id: int, submission: Submission) -> None:
    """Submit a run that the caller has claimed.

    Nobody may know whether it started: then it stays pending, and the follower submits it again. Whoever
    stops the studio's words on what is going on (a click on Cancel) cancels it.

    Raises:
        StudioError: It was refused; the run is on record as failed, with the reason.
    """
    try:
        started = method.submit(submission)
    except Unavailable as error:
        log.warning("submit_unclear job_id=%s reason=%s", submission.job_id, error)
        _note_unclear(db, run_id, method, error)
    except Exception as error:
        if not isinstance(error, StudioError):
            log.exception("submit_failed job_id=%s", submission.job_id)
        _note_refused(db, run_id, error)
        raise
    except BaseException:
        _note_stopped(db, run_id, method)
        raise
    else:
        _note_started(db, run_id, method, started)


def telling(db: Database, run_id: int, tell: Tell | None) -> Tell:
    """Words on what is going on go to the person, and now and then to the record, which keeps the claim."""
    last = 0.0

    def say(sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last > NOTE_SECONDS:
            last = time.monotonic()
            _note_doing(db, run_id, sentence)
        if tell is not None:
            tell(sentence)

    return say


def _note_doing(db: Database, run_id: int, sentence: str) -> None:
    with db.write() as session:
        row = session.get_one(Run, run_id)
        row.doing, row.claimed_until = sentence, claimed_until(row.method)
        session.add(row)


def _note_started(db: Database, run_id: int, method: Method, started: Started) -> None:
    with db.write() as session:
        row = session.get_one(Run, run_id)
        row.started_at = row.started_at or now()
        if started.process is not None:
            row.process, row.process_started = started.process.number, started.process.started
        row.jobs = {**row.jobs, **started.jobs}
        cancelled_meanwhile = row.state in {RunState.CANCELLING, RunState.CANCELLED}
        row.state = RunState.CANCELLING if cancelled_meanwhile else RunState.RUNNING
        _let_go(row)
        session.add(row)
    log.info("run_launched job_id=%s", row.job_id)
    if cancelled_meanwhile:
        method.cancel(handle(row))


def _note_unclear(db: Database, run_id: int, method: Method, error: Exception) -> None:
    """The request may still be on its way: the next try waits until it cannot be any more."""
    with db.write() as session:
        row = session.get_one(Run, run_id)
        _let_go(row, wait=method.patience)
        row.look_error, row.look_failures = str(error), row.look_failures + 1
        session.add(row)


def _note_refused(db: Database, run_id: int, error: Exception) -> None:
    with db.write() as session:
        row = session.get_one(Run, run_id)
        _let_go(row)
        row.state, row.error, row.ended_at = RunState.FAILED, f"It could not be started: {error}", now()
        session.add(row)


def _note_stopped(db: Database, run_id: int, method: Method) -> None:
    with db.write() as session:
        row = session.get_one(Run, run_id)
        _let_go(row, wait=method.patience)
        row.state = RunState.CANCELLING
        session.add(row)


def _let_go(row: Run, *, wait: float = 0.0) -> None:
    row.doing, row.claimed_by, row.claimed_until = "", None, None
    row.look_failures, row.look_error = 0, None
    row.look_at = now() + timedelta(seconds=wait)
