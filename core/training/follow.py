"""Follow active runs: look at each, and write down what changed. Pages read only what is written here."""

import threading
from collections.abc import Iterable

from sqlmodel import Session, select

from core.db import Database, now
from core.logs import get_logger
from core.training.method import ArtifactReport, RunHandle, RunReport, TaskReport
from core.training.methods import get_method
from core.training.models import Artifact, Run, RunState, RunTask, TaskState
from core.training.runs import active_runs

log = get_logger("training")


def follow_once(db: Database) -> int:
    """Look once at every active run; returns how many there are."""
    with db.read() as session:
        runs = active_runs(session)
    for run in runs:
        try:
            report = get_method(run.method).poll(run)
            _note(db, run, report)
        except Exception:  # one run that cannot be read must not stop the others from being followed
            log.exception("poll_failed job_id=%s", run.job_id)
    return len(runs)


class Follower:
    """A thread that follows runs while the studio is open."""

    def __init__(self, db: Database, *, seconds: float) -> None:
        self._db = db
        self._seconds = seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="run-follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following; the runs themselves go on."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                follow_once(self._db)
            except Exception:  # the database may be busy; the next look comes in a moment
                log.exception("follow_failed")


def _note(db: Database, run: RunHandle, report: RunReport) -> None:
    with db.write() as session:
        row = session.exec(select(Run).where(Run.job_id == run.job_id)).one()
        if row.state != run.state:
            return  # it was cancelled or started during the look, so this report is old; the next one tells
        if row.state != report.state:
            log.info("run_state job_id=%s state=%s", run.job_id, report.state.value)
        if not (row.state == RunState.CANCELLING and report.state.active):
            row.state = report.state
        row.error = report.error
        row.ended_at = report.ended_at
        session.add(row)
        run_id = row.id or 0
        _note_tasks(session, run_id, _closed(report))
        _note_artifacts(session, run_id, report.artifacts)


def _closed(report: RunReport) -> Iterable[TaskReport]:
    """The tasks; a task cannot go on when its run has ended."""
    for task in report.tasks:
        if not report.state.active and task.state == TaskState.RUNNING:
            state = TaskState.FAILED if report.state == RunState.FAILED else TaskState.CANCELLED
            yield TaskReport(task.name, state, task.started_at, report.ended_at or now(), task.error)
        else:
            yield task


def _note_tasks(session: Session, run_id: int, tasks: Iterable[TaskReport]) -> None:
    for position, task in enumerate(tasks):
        row = session.get(RunTask, (run_id, task.name)) or RunTask(
            run_id=run_id, name=task.name, position=position
        )
        row.state, row.error = task.state, task.error
        row.started_at, row.ended_at = task.started_at, task.ended_at
        session.add(row)


def _note_artifacts(session: Session, run_id: int, artifacts: Iterable[ArtifactReport]) -> None:
    for artifact in artifacts:
        if session.get(Artifact, (run_id, artifact.task, artifact.name)) is None:
            session.add(
                Artifact(run_id=run_id, task=artifact.task, name=artifact.name, address=artifact.address)
            )
