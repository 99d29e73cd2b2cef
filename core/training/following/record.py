"""Write down what polls of runs came to: all of them in one transaction, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, insert, select, tuple_, update

from core.db import now
from core.logs import get_logger
from core.training.following.poll import CurveFlag, PollResult
from core.training.method import RunReport, TaskReport
from core.training.models import Artifact, Run, RunFile, RunState, RunTask, TaskState
from core.training.runs.claims import pace_of
from core.training.runs.transitions import RunStatus, Turn

log = get_logger("training")


def record(session: Session, holder: str, results: Sequence[PollResult]) -> None:
    """Record polls of runs that this holder has claimed, and give the runs back.

    What somebody else decided during a poll, such as to cancel the run, stands: what it found is old, and the
    next poll is due at once. The number of statements does not depend on the number of runs.
    """
    query = select(Run).where(col(Run.id).in_([one.run_id for one in results]), Run.claimed_by == holder)
    rows = {row.id: row for row in session.exec(query)}
    ours = [(rows[one.run_id], one) for one in results if one.run_id in rows]
    fresh = [one for row, one in ours if row.state == one.before]
    if ours:
        session.execute(update(Run), [_after(row, one, holder) for row, one in ours])
    seen = [(one.run_id, one.report) for one in fresh if one.report is not None]
    _store(session, RunTask, [run for run, _ in seen], _tasks(seen))
    _store(session, Artifact, [run for run, _ in seen], _artifacts(seen), once=True)
    listed = [one for one in fresh if one.files is not None]
    _store(session, RunFile, [one.run_id for one in listed], _files(listed), exactly=True)


def _after(row: Run, result: PollResult, holder: str) -> dict[str, Any]:
    run = RunStatus.of(row)
    after = result.event.after(run, Turn(holder, result.before, pace_of(row.method), now()))
    if after.state != run.state:
        log.info("run_state job_id=%s state=%s", row.job_id, after.state.value)
    flag = result.flag or CurveFlag(row.curve_flag, row.curve_flag_step)
    return {"id": row.id, "curve_flag": flag.text, "curve_flag_step": flag.step, **after.columns}


def _tasks(seen: Iterable[tuple[int, RunReport]]) -> Iterable[RunTask]:
    for run_id, report in seen:
        for place, task in enumerate(_closed(report)):
            yield RunTask(
                run_id=run_id,
                name=task.name,
                position=place,
                state=task.state,
                depends_on=list(task.depends_on),
                started_at=task.started_at,
                ended_at=task.ended_at,
                error=task.error,
            )


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


def _artifacts(seen: Iterable[tuple[int, RunReport]]) -> Iterable[Artifact]:
    for run_id, report in seen:
        for one in report.artifacts:
            yield Artifact(run_id=run_id, task=one.task, name=one.name, address=one.address)


def _files(results: Iterable[PollResult]) -> Iterable[RunFile]:
    """The files as they are now; one that was written anew has another generation or size."""
    for result in results:
        for kind, files in (result.files or {}).items():
            for one in files:
                yield RunFile(
                    run_id=result.run_id,
                    address=one.address,
                    kind=kind,
                    task=one.task,
                    size=one.size,
                    generation=one.generation,
                )


def _store(
    session: Session,
    table: type[RunTask] | type[Artifact] | type[RunFile],
    run_ids: Sequence[int],
    wanted: Iterable[SQLModel],
    *,
    once: bool = False,
    exactly: bool = False,
) -> None:
    """Put these rows of runs; what stands there already is changed only where it differs.

    Args:
        session: A unit of work that writes.
        table: Where they belong.
        run_ids: The runs.
        wanted: The rows.
        once: Whether a row that is there stays as it was recorded first.
        exactly: Whether the runs' other rows are to go.
    """
    if not run_ids:
        return
    key = [column.name for column in table.__table__.primary_key]  # type: ignore[union-attr] # of SQLModel's
    found = session.exec(select(table).where(col(table.run_id).in_(run_ids)))
    stored, rows = ({_key(row, key): row.model_dump() for row in some} for some in (found, wanted))
    new = [row for name, row in rows.items() if name not in stored]
    changed = [row for name, row in rows.items() if name in stored and stored[name] != row]
    if new:
        session.execute(insert(table), new)
    if changed and not once:
        session.execute(update(table), changed)
    gone = [name for name in stored if name not in rows]
    if gone and exactly:
        columns = [getattr(table, name) for name in key]
        session.execute(delete(table).where(tuple_(*columns).in_(gone)))


def _key(row: SQLModel, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
