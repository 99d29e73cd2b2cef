"""Poll a run's two jobs and say how the run stands."""

from dataclasses import dataclass, replace
from typing import Any

from core.db import now
from core.errors import Conflict, InvalidInput, NotFound, StudioError
from core.training.google import BASE, Job, has_ended, state_of
from core.training.method import RunHandle, RunReport, TaskReport
from core.training.methods.vertex_rlhf.jobs import Pipelines, job_names, submit_base, values_of
from core.training.methods.vertex_rlhf.pipeline import base_values
from core.training.methods.vertex_rlhf.tasks import (
    LEFT_OPEN,
    PREDICTIONS,
    artifacts_of,
    failed_task,
    message_of,
    moment,
    task_reports,
)
from core.training.models import RunState

ENDINGS = {"SUCCEEDED": RunState.SUCCEEDED, "FAILED": RunState.FAILED, "CANCELLED": RunState.CANCELLED}
BASE_PREFIX = "base/"
STILL_TO_ANSWER = (
    "The model was tuned, but the base model has not been asked yet; the studio goes on trying. Cancel the "
    "run to end it without answers to compare with."
)
NOTHING_TO_COMPARE = "The model was tuned, but there are no answers of the base model to compare with"


@dataclass(frozen=True)
class _Base:
    """The job in which the untuned model answers: None where none is wanted, or with why there is none.

    Attributes:
        job: A ``PipelineJob``.
        problem: Why there is none.
        new: Whether this poll has made it.
        waiting: Whether a later one may make it.
    """

    job: Any | None = None
    problem: str = ""
    new: bool = False
    waiting: bool = False


def poll(run: RunHandle) -> RunReport:
    """How the run stands.

    Raises:
        StudioError: It cannot be looked at now.
    """
    pipelines = Pipelines.of(run)
    try:
        tune = pipelines.poll(str(pipelines.tune))
    except NotFound as error:
        return _gone(run, pipelines, error)
    base = _base(run, pipelines, tune)
    tasks, artifacts = task_reports(tune), artifacts_of(tune)
    if base.job is not None:
        tasks += task_reports(base.job, prefix=BASE_PREFIX)
        artifacts += artifacts_of(base.job, prefix=BASE_PREFIX, predictions=f"{PREDICTIONS}_base")
    report = RunReport(
        RunState.RUNNING,
        tasks,
        artifacts,
        started_at=moment(tune, "start_time"),
        jobs={BASE: str(pipelines.tune.base)} if base.new else {},
    )
    if not has_ended(tune):
        return replace(report, state=_under_way(run, tune), error=base.problem or None)
    if state_of(tune) == "SUCCEEDED":
        return _tuned(run, report, pipelines, tune, base)
    return _not_tuned(report, pipelines, tune, base)


def _base(run: RunHandle, pipelines: Pipelines, tune: Job) -> _Base:
    """Find the base model's job; one that was never made is made now, where it still makes sense."""
    known = run.jobs.get(BASE)
    values = values_of(tune)
    if known == "" or base_values(values) is None:
        return _Base()
    if known is None:
        return _made_late(run, pipelines, tune, values)
    name = pipelines.tune.base
    try:
        return _Base(pipelines.poll(str(name)))
    except NotFound:
        return _Base(problem=f"{name.job_id} was deleted at Google")


def _made_late(run: RunHandle, pipelines: Pipelines, tune: Job, values: dict[str, Any]) -> _Base:
    """What another try may mend, such as a sign-in or a quota, is said, and tried at the next poll."""
    if run.state == RunState.CANCELLING or (has_ended(tune) and state_of(tune) != "SUCCEEDED"):
        return _Base()
    try:
        return _Base(submit_base(pipelines, values, root=run.root, title=run.name), new=True)
    except (InvalidInput, Conflict, NotFound) as error:
        return _Base(problem=f"The job for the base model's answers could not be made: {error}")
    except StudioError as error:
        problem = f"The job for the base model's answers could not be made yet: {error}"
        return _Base(problem=problem, waiting=True)


def _under_way(run: RunHandle, job: Any) -> RunState:
    stopping = run.state == RunState.CANCELLING or state_of(job) == "CANCELLING"
    return RunState.CANCELLING if stopping else RunState.RUNNING


def _tuned(run: RunHandle, report: RunReport, pipelines: Pipelines, tune: Any, base: _Base) -> RunReport:
    """The tuning has succeeded: the run has when the base model has answered too, or never will."""
    if base.waiting:
        return replace(report, error=f"{STILL_TO_ANSWER} {base.problem}")
    if base.job is not None and not has_ended(base.job):
        return replace(report, state=_under_way(run, base.job))
    done = replace(report, state=RunState.SUCCEEDED, ended_at=_ended_at(tune, base.job))
    if base.job is None:
        return replace(done, error=f"{NOTHING_TO_COMPARE}. {base.problem}" if base.problem else None)
    if state_of(base.job) == "SUCCEEDED":
        return done
    reason = _reason(base.job, report.tasks) if state_of(base.job) == "FAILED" else "Its job was cancelled."
    log = pipelines.log(str(pipelines.tune.base), base.job) if state_of(base.job) == "FAILED" else None
    return replace(done, error=f"{NOTHING_TO_COMPARE}. {reason}", log=log)


def _not_tuned(report: RunReport, pipelines: Pipelines, tune: Any, base: _Base) -> RunReport:
    """The tuning has failed or was cancelled: there is nothing to compare, so the other job is stopped."""
    if base.job is not None and not has_ended(base.job):
        pipelines.cancel(str(pipelines.tune.base))
        stopped = (replace(task, state=LEFT_OPEN.get(task.state, task.state)) for task in report.tasks)
        report = replace(report, tasks=tuple(stopped))
    done = replace(report, state=ENDINGS[state_of(tune)], ended_at=_ended_at(tune, None))
    if done.state != RunState.FAILED:
        return done
    return replace(done, error=_reason(tune, report.tasks), log=pipelines.log(str(pipelines.tune), tune))


def _gone(run: RunHandle, pipelines: Pipelines, error: NotFound) -> RunReport:
    for base in job_names(run)[1:]:
        pipelines.cancel(str(base))  # nobody would look after it any more
    if run.state == RunState.CANCELLING:
        return RunReport(RunState.CANCELLED, ended_at=now())
    text = f"{error} What it wrote may still be below {run.root}. Launch again with the same data sets."
    return RunReport(RunState.LOST, error=text, ended_at=now())


def _reason(job: Any, tasks: tuple[TaskReport, ...]) -> str:
    """Why a job failed: its own words and those of the task that failed first."""
    parts = []
    if task := failed_task(tasks):
        parts.append(f"The task {task.name} failed: {task.error or 'it does not say why'}")
    if (message := message_of(job.error)) and message not in " ".join(parts):
        parts.append(message)
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts) or "It does not say why."


def _ended_at(tune: Any, base: Any | None) -> Any:
    ends = [moment(job, "end_time") for job in (tune, base) if job is not None]
    return max((end for end in ends if end is not None), default=now())
