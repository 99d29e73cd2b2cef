"""Frozen views of runs, and the reads that give them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.datasets import Dataset, DatasetView
from core.errors import NotFound
from core.training.method import RunHandle
from core.training.models import ACTIVE, Artifact, Run, RunInput, RunState, RunTask, TaskState
from core.training.processes import ProcessMark


@dataclass(frozen=True)
class TaskView:
    """One task of a run."""

    name: str
    state: TaskState
    started_at: datetime | None
    ended_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class RunView:
    """A run as lists show it."""

    id: int
    project_id: int
    name: str
    method: str
    job_id: str
    state: RunState
    parameters: dict[str, Any]
    root: str
    error: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    tasks: tuple[TaskView, ...] = ()

    @classmethod
    def of(cls, row: Run, tasks: list[RunTask]) -> "RunView":
        """The view of a row and its tasks."""
        fields = {name: getattr(row, name) for name in cls.__dataclass_fields__ if name != "tasks"}
        ordered = sorted(tasks, key=lambda task: task.position)
        return cls(tasks=tuple(_task(task) for task in ordered), **fields)


@dataclass(frozen=True)
class RunDetail:
    """A run with the frozen sets it used and what it left: artifact addresses by (task, name)."""

    run: RunView
    inputs: dict[str, DatasetView]
    artifacts: dict[tuple[str, str], str]

    def artifact(self, name: str) -> str | None:
        """The address of the artifact with this name, whichever task left it."""
        return next((address for (_, own), address in self.artifacts.items() if own == name), None)


def list_runs(session: Session, project_id: int) -> list[RunView]:
    """The runs of a project, newest first, with their tasks: two queries, however many runs."""
    rows = session.exec(select(Run).where(Run.project_id == project_id).order_by(col(Run.id).desc())).all()
    return _with_tasks(session, list(rows))


def active_runs(session: Session) -> list[RunHandle]:
    """Every run that something is still to come of."""
    rows = session.exec(select(Run).where(col(Run.state).in_(ACTIVE)).order_by(col(Run.id)))
    return [handle(row) for row in rows]


def get_run(session: Session, run_id: int) -> RunDetail:
    """One run with all there is to know.

    Raises:
        NotFound: There is none with this number.
    """
    row = session.get(Run, run_id)
    if row is None:
        raise NotFound(f"There is no run number {run_id}.")
    inputs = session.exec(
        select(RunInput.role, Dataset)
        .join(Dataset, col(Dataset.id) == RunInput.dataset_id)
        .where(RunInput.run_id == run_id)
    )
    artifacts = session.exec(select(Artifact).where(Artifact.run_id == run_id))
    return RunDetail(
        _with_tasks(session, [row])[0],
        {role: DatasetView.of(dataset) for role, dataset in inputs},
        {(one.task, one.name): one.address for one in artifacts},
    )


def handle(row: Run) -> RunHandle:
    """What a method needs to find the run again."""
    mark = None
    if row.process is not None and row.process_started is not None:
        mark = ProcessMark(row.process, row.process_started)
    return RunHandle(row.method, row.job_id, row.root, row.state, row.created_at, mark)


def _with_tasks(session: Session, rows: list[Run]) -> list[RunView]:
    tasks: dict[int, list[RunTask]] = defaultdict(list)
    query = select(RunTask).where(col(RunTask.run_id).in_([row.id for row in rows]))
    for task in session.exec(query):
        tasks[task.run_id].append(task)
    return [RunView.of(row, tasks[row.id or 0]) for row in rows]


def _task(row: RunTask) -> TaskView:
    return TaskView(row.name, row.state, row.started_at, row.ended_at, row.error)
