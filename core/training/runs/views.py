"""Frozen views of runs, and the reads that give them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.datasets import Dataset, DatasetView
from core.db import numbered
from core.errors import NotFound
from core.event_files import FoundFile
from core.rewards import RewardDetail, RewardView, get_reward
from core.training.method import RunHandle, TaskReport
from core.training.methods import all_methods, get_method
from core.training.models import ACTIVE, Artifact, FileKind, Run, RunFile, RunInput, RunState, RunTask
from core.training.parameters import reward_parameter
from core.training.processes import ProcessMark
from core.training.run_files import Files


@dataclass(frozen=True)
class RunView:
    """A run as lists show it.

    Attributes:
        machine: Where its process is, if it has one.
        jobs: Names of its jobs in the cloud by role.
        doing: What is going on before it has started, as a sentence.
        poll_error: Why the follower could not poll it, the last `failed_polls` times; None when it could.
        adopted: Whether it was started elsewhere.
        retried_from: Number of the run it repeats.
        curve_flag: What is wrong with its curves, from ``curve_flag_step`` on where that is known; None
            where nothing is, or nobody has looked at them.
    """

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
    machine: str = ""
    jobs: dict[str, str] = field(default_factory=dict)
    doing: str = ""
    log: str | None = None
    poll_error: str | None = None
    failed_polls: int = 0
    next_poll_at: datetime | None = None
    adopted: bool = False
    retried_from: int | None = None
    curve_flag: str | None = None
    curve_flag_step: int | None = None
    tasks: tuple[TaskReport, ...] = ()

    @classmethod
    def of(cls, row: Run, tasks: list[RunTask]) -> "RunView":
        """The view of a row and its tasks."""
        fields = {name: getattr(row, name) for name in cls.__dataclass_fields__ if name != "tasks"}
        ordered = sorted(tasks, key=lambda task: task.position)
        return cls(tasks=tuple(_task(task) for task in ordered), **fields)


@dataclass(frozen=True)
class RunDetail:
    """A run with the frozen sets and the reward it used, and what it left.

    Attributes:
        reward: What it was trained on, if its method takes one and the studio knows it.
        artifacts: Addresses by (task, name).
        files: Those in the cloud, as the follower last saw them; a run on this machine has none listed.
    """

    run: RunView
    inputs: dict[str, DatasetView]
    artifacts: dict[tuple[str, str], str]
    files: Files
    reward: RewardView | None = None

    def artifact(self, name: str) -> str | None:
        """The address of the artifact with this name, whichever task left it."""
        return next((address for (_, own), address in self.artifacts.items() if own == name), None)


def list_runs(
    session: Session, project_id: int, *, before: int | None = None, limit: int | None = None
) -> list[RunView]:
    """The runs of a project, newest first, with their tasks: two queries, however many runs.

    Args:
        session: A unit of work that reads.
        project_id: Whose.
        before: Only those that are older than this number.
        limit: How many at most; None for all.
    """
    ensure_may(session, Action.SEE_RUNS, project_id)
    query = select(Run).where(Run.project_id == project_id)
    if before is not None:
        query = query.where(col(Run.id) < before)
    rows = session.exec(query.order_by(col(Run.id).desc()).limit(limit)).all()
    return _with_tasks(session, list(rows))


def count_active_runs(session: Session) -> int:
    """How many runs are going on, in the whole studio."""
    active = select(func.count()).select_from(Run).where(col(Run.state).in_(ACTIVE))
    return session.exec(active).one()


def get_run(session: Session, run_id: int) -> RunDetail:
    """One run with all there is to know.

    Raises:
        NotFound: There is none with this number.
    """
    row = run_row(session, run_id)
    artifacts = session.exec(select(Artifact).where(Artifact.run_id == run_id))
    files = session.exec(select(RunFile).where(RunFile.run_id == run_id).order_by(col(RunFile.address))).all()
    return RunDetail(
        _with_tasks(session, [row])[0],
        inputs_of(session, [run_id])[run_id],
        {(one.task, one.name): one.address for one in artifacts},
        {kind: tuple(_file(row) for row in files if row.kind == kind) for kind in FileKind},
        reward.view if (reward := _reward(session, row)) else None,
    )


@dataclass(frozen=True)
class Given:
    """What a run works with besides its parameters: frozen sets by role, and the reward if it takes one."""

    inputs: Mapping[str, DatasetView] = field(default_factory=dict)
    reward: RewardDetail | None = None


def given_to(session: Session, run_ids: Collection[int]) -> dict[int, Given]:
    """What each of some runs works with."""
    inputs = inputs_of(session, run_ids)
    rows = session.exec(select(Run).where(col(Run.id).in_(run_ids)))
    return {row.id or 0: Given(inputs.get(row.id or 0, {}), _reward(session, row)) for row in rows}


def _reward(session: Session, row: Run) -> RewardDetail | None:
    """The reward that a run names; none where there is none in its project, as for one taken over."""
    method = all_methods().get(row.method)
    number = row.parameters.get(reward_parameter(method.parameters)) if method else None
    if not isinstance(number, int):
        return None
    with suppress(NotFound):
        found = get_reward(session, number)
        return found if found.view.project_id == row.project_id else None
    return None


def inputs_of(session: Session, run_ids: Collection[int]) -> dict[int, dict[str, DatasetView]]:
    """The frozen sets of runs by role, by run."""
    query = (
        select(RunInput.run_id, RunInput.role, Dataset)
        .join(Dataset, col(Dataset.id) == RunInput.dataset_id)
        .where(col(RunInput.run_id).in_(run_ids))
    )
    found: dict[int, dict[str, DatasetView]] = defaultdict(dict)
    for run_id, role, dataset in session.exec(query):
        found[run_id][role] = DatasetView.of(dataset)
    return found


def run_row(session: Session, run_id: int) -> Run:
    """The row of a run.

    Raises:
        NotFound: There is none with this number, or it belongs to a project that whoever asks has no part in.
    """
    row = numbered(session, Run, run_id, called="run")
    ensure_may(session, Action.SEE_RUNS, row.project_id, called=f"run number {run_id}")
    return row


def log_tail(session: Session, run_id: int, *, lines: int = 40) -> str:
    """The end of a run's log: what was kept of it, else what lies on this machine.

    Raises:
        NotFound: There is no such run.
    """
    row = run_row(session, run_id)
    return row.log or get_method(row.method).log_tail(handle(row), lines=lines)


def _file(row: RunFile) -> FoundFile:
    return FoundFile(row.address, row.task, row.generation, row.size)


def console_url(run: RunView) -> str:
    """Where the service itself shows the run; empty when nowhere."""
    method = all_methods().get(run.method)
    return method.console_url(handle(run)) if method else ""


def is_here(run: Run | RunView) -> bool:
    """Whether this studio can tell how the run stands; one on another machine is followed there."""
    method = all_methods().get(run.method)
    return method.is_here(handle(run)) if method else True


def handle(run: Run | RunView) -> RunHandle:
    """What a method needs to find the run again; a view does not tell its process."""
    mark = None
    if isinstance(run, Run) and run.process is not None and run.process_started is not None:
        mark = ProcessMark(run.process, run.process_started)
    return RunHandle(
        run.method,
        run.job_id,
        run.root,
        run.state,
        run.created_at,
        mark,
        run.name,
        dict(run.parameters),
        dict(run.jobs),
        run.machine,
    )


def _with_tasks(session: Session, rows: list[Run]) -> list[RunView]:
    tasks: dict[int, list[RunTask]] = defaultdict(list)
    query = select(RunTask).where(col(RunTask.run_id).in_([row.id for row in rows]))
    for task in session.exec(query):
        tasks[task.run_id].append(task)
    return [RunView.of(row, tasks[row.id or 0]) for row in rows]


def _task(row: RunTask) -> TaskReport:
    return TaskReport(row.name, row.state, row.started_at, row.ended_at, row.error, tuple(row.depends_on))
