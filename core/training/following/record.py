"""Write down what looks at runs came to: all of them in one transaction, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, insert, select, tuple_, update

from core.db import now
from core.errors import NotFound
from core.logs import get_logger
from core.training.following.poll import Look
from core.training.method import Method, RunReport, TaskReport
from core.training.methods import get_method
from core.training.models import Artifact, Run, RunFile, RunState, RunTask, TaskState

log = get_logger("training")

LONGEST_WAIT_S = 120.0
"""However often a look failed, the next one comes after this time."""

MOST_LOOKS_FOR_FILES = 5
"""A run that has ended is looked at so often until its files can be listed."""

Values = dict[str, Any]


def note(session: Session, holder: str, looks: Sequence[Look]) -> None:
    """Note looks at runs that this holder has claimed, and give the runs back.

    What somebody else decided during a look, such as to cancel the run, stands: that look is old, and the
    next one is due at once. The number of statements does not depend on the number of runs.
    """
    query = select(Run).where(col(Run.id).in_([look.run_id for look in looks]), Run.claimed_by == holder)
    rows = {row.id: row for row in session.exec(query)}
    ours = [(rows[look.run_id], look) for look in looks if look.run_id in rows]
    fresh = [(row, look) for row, look in ours if row.state == look.before]
    _update(session, Run, [_state(row, look) for row, look in ours])
    seen = [(row, look.report) for row, look in fresh if look.report is not None]
    _note_tasks(session, seen)
    _note_artifacts(session, seen)
    _note_files(session, [look for _, look in fresh if look.files is not None])


def _state(row: Run, look: Look) -> Values:
    """The columns of a run after a look: the same for every run, so that they go in one statement."""
    values = {name: getattr(row, name) for name in COLUMNS} | LET_GO
    if row.state != look.before:
        return _after_old_look(row, look, values)
    if look.started is not None:
        return values | _started(row, look) | {"state": RunState.RUNNING}
    if look.report is not None:
        return values | _reported(row, look.report) | (_trouble(row, look) if look.error else {})
    if look.refused:
        ending = {
            "state": RunState.FAILED,
            "error": f"It could not be started: {look.error}",
            "ended_at": now(),
        }
        return values | ending
    return values | _failure(row, look)


def _failure(row: Run, look: Look) -> Values:
    failures = row.failed_polls + 1
    return {"failed_polls": failures, "poll_error": look.error, "next_poll_at": _later(row, failures)}


def _trouble(row: Run, look: Look) -> Values:
    """What went wrong beside a report; a run whose files cannot be listed is looked at again first."""
    failure = _failure(row, look)
    ended = look.report is not None and not look.report.state.active
    if ended and failure["failed_polls"] < MOST_LOOKS_FOR_FILES:
        return failure | {"state": row.state, "ended_at": None}
    return {} if ended else failure


COLUMNS = (
    "id",
    "state",
    "jobs",
    "process",
    "process_started",
    "error",
    "log",
    "started_at",
    "ended_at",
)
LET_GO: Values = {
    "doing": "",
    "claimed_by": None,
    "claimed_until": None,
    "next_poll_at": None,
    "failed_polls": 0,
    "poll_error": None,
}


def _after_old_look(row: Run, look: Look, values: Values) -> Values:
    """It was cancelled during the look; the names of jobs that the look started must not be lost.

    A submission whose answer is not known may be on its way: nobody looks before it can be seen.
    """
    if look.started is not None:
        return values | _started(row, look)
    return values | ({"next_poll_at": _later(row, 1)} if look.before == RunState.PENDING else {})


def _started(row: Run, look: Look) -> Values:
    mark = look.started.process if look.started else None
    return {
        "started_at": row.started_at or now(),
        "jobs": {**row.jobs, **(look.started.jobs if look.started else {})},
        "process": mark.number if mark else row.process,
        "process_started": mark.started if mark else row.process_started,
    }


def _reported(row: Run, report: RunReport) -> Values:
    if row.state != report.state:
        log.info("run_state job_id=%s state=%s", row.job_id, report.state.value)
    return {
        "state": _next_state(row, report),
        "error": report.error,
        "ended_at": report.ended_at if report.state.active or report.ended_at else now(),
        "started_at": report.started_at or row.started_at,
        "jobs": {**row.jobs, **report.jobs},
        "log": report.log or row.log,
        "next_poll_at": now() + timedelta(seconds=_pace(row)) if _pace(row) else None,
    }


def _next_state(row: Run, report: RunReport) -> RunState:
    """Pending is a run that is not known to have started; one that waits in its service's queue has."""
    if not report.state.active:
        return report.state
    return RunState.CANCELLING if row.state == RunState.CANCELLING else RunState.RUNNING


def _pace(row: Run) -> float:
    method = _method(row)
    return method.poll_seconds if method else 0.0


def _method(row: Run) -> Method | None:
    try:
        return get_method(row.method)
    except NotFound:
        return None


def _later(row: Run, failures: int) -> datetime:
    """Twice as long after every failure; a submission that may be on its way is left in peace."""
    method = _method(row)
    wait = min(max(_pace(row), 1.0) * 2 ** min(failures, 10), LONGEST_WAIT_S)
    if row.started_at is None and method is not None:
        wait = max(wait, method.patience)
    return now() + timedelta(seconds=wait)


def _closed(report: RunReport) -> Iterable[TaskReport]:
    """The tasks; a task cannot go on, or wait, when its run has ended."""
    for task in report.tasks:
        if report.state.active or task.state not in {TaskState.PENDING, TaskState.RUNNING}:
            yield task
        elif task.state == TaskState.PENDING:
            yield replace(task, state=TaskState.NOT_RUN)
        else:
            state = TaskState.FAILED if report.state == RunState.FAILED else TaskState.CANCELLED
            yield replace(task, state=state, ended_at=report.ended_at or now())


def _note_tasks(session: Session, seen: Sequence[tuple[Run, RunReport]]) -> None:
    wanted = {
        (row.id, task.name): _task(row, place, task)
        for row, report in seen
        for place, task in enumerate(_closed(report))
    }
    query = select(RunTask).where(col(RunTask.run_id).in_([row.id for row, _ in seen]))
    stored = {(task.run_id, task.name): task.model_dump() for task in session.exec(query)}
    changed = [values for key, values in wanted.items() if key in stored and stored[key] != values]
    _update(session, RunTask, changed)
    _insert(session, RunTask, [values for key, values in wanted.items() if key not in stored])


def _task(row: Run, place: int, task: TaskReport) -> Values:
    return {
        "run_id": row.id,
        "name": task.name,
        "position": place,
        "state": task.state,
        "depends_on": list(task.depends_on),
        "started_at": task.started_at,
        "ended_at": task.ended_at,
        "error": task.error,
    }


def _note_artifacts(session: Session, seen: Sequence[tuple[Run, RunReport]]) -> None:
    query = select(Artifact).where(col(Artifact.run_id).in_([row.id for row, _ in seen]))
    stored = {(one.run_id, one.task, one.name) for one in session.exec(query)}
    wanted = {
        (row.id, one.task, one.name): {
            "run_id": row.id,
            "task": one.task,
            "name": one.name,
            "address": one.address,
        }
        for row, report in seen
        for one in report.artifacts
    }
    _insert(session, Artifact, [values for key, values in wanted.items() if key not in stored])


def _note_files(session: Session, looks: Sequence[Look]) -> None:
    """The files as they are now; one that was written anew has another generation or size."""
    query = select(RunFile).where(col(RunFile.run_id).in_([look.run_id for look in looks]))
    stored = {(file.run_id, file.address): file.model_dump() for file in session.exec(query)}
    wanted = {
        (look.run_id, file.address): {
            "run_id": look.run_id,
            "address": file.address,
            "kind": kind,
            "task": file.task,
            "size": file.size,
            "generation": file.generation,
        }
        for look in looks
        for kind, files in (look.files or {}).items()
        for file in files
    }
    _insert(session, RunFile, [values for key, values in wanted.items() if key not in stored])
    _update(session, RunFile, [values for key, values in wanted.items() if stored.get(key, values) != values])
    gone = [key for key in stored if key not in wanted]
    if gone:
        session.execute(delete(RunFile).where(tuple_(col(RunFile.run_id), col(RunFile.address)).in_(gone)))


def _insert(session: Session, table: type[SQLModel], rows: list[Values]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _update(session: Session, table: type[SQLModel], rows: list[Values]) -> None:
    if rows:
        session.execute(update(table), rows)
