"""Launch a run and cancel one: a row first, then the method, so that nothing runs without a record."""

import secrets
from pathlib import Path

from sqlmodel import Session

from core.access import Action, PersonView, check, permit
from core.db import Database, now
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling import ProjectView
from core.logs import get_logger
from core.training.method import LaunchRequest, Method, Submission
from core.training.methods import get_method
from core.training.models import Run, RunInput, RunState
from core.training.preflight import Preflight, preflight
from core.training.runs import RunDetail, get_run, handle

log = get_logger("training")


def launch(
    db: Database, runs_folder: Path, actor: PersonView, project: ProjectView, request: LaunchRequest
) -> RunDetail:
    """Check everything, record the run, then start it.

    Raises:
        InvalidInput: Something stands against it; nothing was recorded or started.
        NotAllowed: The actor may not launch.
        NotFound: There is no such method.
    """
    check(actor, Action.LAUNCH)
    method = get_method(request.method)
    with db.read() as session:
        checked = preflight(session, project.id, request)
    if not checked.ready:
        raise InvalidInput(f"The run was not launched. {checked.obstacles}")
    run_id, submission = _record(db, runs_folder, actor, project, request, checked)
    _start(db, method, run_id, submission)
    with db.read() as session:
        return get_run(session, run_id)


def cancel_run(db: Database, actor: PersonView, run_id: int) -> None:
    """Ask an active run to stop; the follower notes when it has.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended already.
        NotAllowed: The actor may not cancel.
    """
    with db.write() as session:
        row = _row(session, run_id)
        permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}")
        if not row.state.active:
            raise Conflict(f"{row.name} has ended already ({row.state.value}); there is nothing to cancel.")
        row.state = RunState.CANCELLING
        session.add(row)
        target = handle(row)
    get_method(target.method).cancel(target)


def log_tail(session: Session, run_id: int, *, lines: int = 40) -> str:
    """The end of a run's log.

    Raises:
        NotFound: There is no such run.
    """
    row = _row(session, run_id)
    return get_method(row.method).log_tail(handle(row), lines=lines)


def _row(session: Session, run_id: int) -> Run:
    row = session.get(Run, run_id)
    if row is None:
        raise NotFound(f"There is no run number {run_id}.")
    return row


def _record(
    db: Database,
    runs_folder: Path,
    actor: PersonView,
    project: ProjectView,
    request: LaunchRequest,
    checked: Preflight,
) -> tuple[int, Submission]:
    job_id = f"{request.method}-{now():%Y%m%d%H%M%S}-{secrets.token_hex(2)}"
    root = (runs_folder / job_id).as_uri()
    with db.write() as session:
        row = Run(
            project_id=project.id,
            name=request.name.strip(),
            method=request.method,
            job_id=job_id,
            parameters=checked.parameters,
            root=root,
            created_by=actor.id,
        )
        session.add(row)
        session.flush()
        run_id = row.id or 0
        row.name = row.name or f"Run {run_id}"
        for role, dataset in checked.inputs.items():
            session.add(RunInput(run_id=run_id, role=role, dataset_id=dataset.id))
        permit(session, actor, Action.LAUNCH, f"run {job_id}", method=request.method)
    return run_id, Submission(job_id, root, checked.parameters, checked.inputs)


def _start(db: Database, method: Method, run_id: int, submission: Submission) -> None:
    try:
        mark = method.submit(submission)
    except Exception as error:
        log.exception("submit_failed job_id=%s", submission.job_id)
        _fail(db, run_id, error)
        raise
    with db.write() as session:
        row = session.get_one(Run, run_id)
        row.started_at = now()
        if mark is not None:
            row.process, row.process_started = mark.number, mark.started
        cancelled_meanwhile = row.state in {RunState.CANCELLING, RunState.CANCELLED}
        row.state = RunState.CANCELLING if cancelled_meanwhile else RunState.RUNNING
        session.add(row)
    log.info("run_launched job_id=%s", submission.job_id)
    if cancelled_meanwhile:
        method.cancel(handle(row))


def _fail(db: Database, run_id: int, error: Exception) -> None:
    with db.write() as session:
        row = session.get_one(Run, run_id)
        row.state, row.error, row.ended_at = RunState.FAILED, f"It could not be started: {error}", now()
        session.add(row)
