"""Curves of a run that has ended, read once more: their service may have refused, or have written more."""

from sqlmodel import Session, col, delete

from core.access import Action, PersonView, check_anew, permit
from core.db import Database
from core.errors import Conflict, Unavailable
from core.training.method import Method, RunHandle, RunReport
from core.training.methods import all_methods, get_method
from core.training.models import Artifact, FileKind, RunFile, RunTask
from core.training.run_files import Files, files_of
from core.training.runs.views import RunView, handle, run_row


def may_fetch_curves(run: RunView) -> bool:
    """Whether a run has ended whose curves are its service's, to be asked for."""
    method = all_methods().get(run.method)
    asked = method is not None and type(method).curves is not Method.curves
    return asked and bool(run.jobs) and not run.state.active


def fetch_curves(db: Database, actor: PersonView, run_id: int) -> None:
    """Read the curves of an ended run once more, and put on record what came of it.

    Raises:
        Conflict: The run goes on, and its curves are read all the time; or they are in its own files.
        Unavailable: There are none, or none that can be read; the sentence says why.
        NotAllowed: The actor may not cancel runs, so not have them checked either.
        NotFound: There is no such run, or its job is gone.
        StudioError: The service cannot be asked.
    """
    run = _ended(db, actor, run_id)
    report = get_method(run.method).curves(run)
    if report is None:
        raise Conflict(f"The curves of {run.name} are in its own files; there is nothing to fetch.")
    files = files_of(run.root, report.artifacts)
    with db.write() as session:
        _record(session, run_id, report, files)
    if report.trouble:
        raise Unavailable(report.trouble)


def _ended(db: Database, actor: PersonView, run_id: int) -> RunHandle:
    with db.write() as session:
        row = run_row(session, run_id)
        check_anew(session, actor, Action.CANCEL_RUN, row.project_id, called=f"run number {run_id}")
        if row.state.active:
            raise Conflict(f"{row.name} goes on; its curves are read while it does.")
        permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}", row.project_id, curves="again")
        return handle(row)


def _record(session: Session, run_id: int, report: RunReport, files: Files | None) -> None:
    """The note of the task, its artifacts where they are new, and the event files as they are now."""
    for task in report.tasks:
        if (row := session.get(RunTask, (run_id, task.name))) is not None:
            row.error = task.error
    for one in report.artifacts:
        session.merge(Artifact(run_id=run_id, task=one.task, name=one.name, address=one.address))
    if files is None or not report.artifacts:
        return
    session.execute(
        delete(RunFile).where(col(RunFile.run_id) == run_id, col(RunFile.kind) == FileKind.EVENTS)
    )
    session.add_all(
        RunFile(
            run_id=run_id,
            address=one.address,
            kind=FileKind.EVENTS,
            task=one.task,
            size=one.size,
            generation=one.generation,
        )
        for one in files[FileKind.EVENTS]
    )
