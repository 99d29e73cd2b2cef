"""Poll a run's jobs, let the tuned model answer once it is there, and say how the run stands."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from core.db import now
from core.errors import Conflict, InvalidInput, NotFound
from core.training.google import (
    BASE,
    TUNE,
    TUNED,
    Job,
    Jobs,
    has_ended,
    place_of,
    serving_location,
    tuned_resource,
)
from core.training.method import ArtifactReport, RunHandle, RunReport, TaskReport
from core.training.methods.gemini.jobs import (
    Batches,
    Tunings,
    jobs_around,
    name_of,
    submit_answers,
    tuned_batches,
)
from core.training.methods.gemini.progress import with_progress
from core.training.methods.gemini.tasks import (
    OPEN,
    answer_task,
    answer_task_without_job,
    answers_of,
    message_of,
    models_of,
    tune_task,
)
from core.training.models import RunState, TaskState

NOT_TUNED = {TaskState.FAILED: RunState.FAILED, TaskState.CANCELLED: RunState.CANCELLED}
NEVER_SENT = (
    "Google knows no tuning job of this run, so it was never started or its record was deleted. "
    "Launch it again with the same data sets."
)


@dataclass(frozen=True)
class _Answers:
    """One model's answers, as far as they are."""

    task: TaskReport
    artifacts: tuple[ArtifactReport, ...] = ()
    name: str = ""


def poll(run: RunHandle) -> RunReport:
    """How the run stands.

    Raises:
        StudioError: It cannot be looked at now.
    """
    tuning, names = _tuning(run)
    if tuning is None:
        return _without_tuning(run)
    return with_progress(_report(run, tuning, names), run, tuning)


def _report(run: RunHandle, tuning: Job, names: dict[str, str]) -> RunReport:
    """How the run stands, from its tuning job on; the names are those that were lost."""
    task = tune_task(tuning)
    report = RunReport(
        RunState.RUNNING,
        (task,),
        models_of(tuning),
        started_at=task.started_at,
        jobs={role: name for role, name in names.items() if run.jobs.get(role) != name},
    )
    run = replace(run, jobs={**run.jobs, **names})
    if task.state in NOT_TUNED:
        return _not_tuned(run, report, tuning)
    if BASE not in run.jobs:
        return replace(report, state=_state(run, (task,)), ended_at=_ended_at((task,)))
    return _with_answers(run, report, tuning)


def cancel(run: RunHandle) -> None:
    """Ask every job of the run to stop, also those whose names were never noted.

    Raises:
        StudioError: One of them could not be asked.
    """
    kinds: dict[str, Jobs] = {TUNE: _tunings(run), BASE: _batches(run, BASE), TUNED: _batches(run, TUNED)}
    for role, jobs in kinds.items():
        if name := run.jobs.get(role) or name_of(jobs.find(role)):
            jobs.cancel(name)


def _tunings(run: RunHandle) -> Tunings:
    return Tunings(run.parameters["location"], run.job_id)


def _batches(run: RunHandle, role: str) -> Batches:
    """Those where the job of this role is, or would be."""
    name = run.jobs.get(role, "")
    return Batches(place_of(name, serving_location(run.parameters)), run.job_id)


def _tuning(run: RunHandle) -> tuple[Job | None, dict[str, str]]:
    """The tuning job; all jobs are looked for and named where the answer to creating it was lost."""
    tunings = _tunings(run)
    if name := run.jobs.get(TUNE):
        with suppress(NotFound):
            return tunings.poll(name), {}
        return None, {}
    found = tunings.find(TUNE)
    return found, jobs_around(
        found, run.job_id, serving_location(run.parameters)
    ) if found is not None else {}


def _without_tuning(run: RunHandle) -> RunReport:
    """There is no tuning job (any more); nobody would look after the base model's answers."""
    cancel(replace(run, jobs={role: name for role, name in run.jobs.items() if role != TUNE}))
    if run.state == RunState.CANCELLING:
        return RunReport(RunState.CANCELLED, ended_at=now())
    return RunReport(RunState.LOST, error=NEVER_SENT, ended_at=now())


def _not_tuned(run: RunHandle, report: RunReport, tuning: Job) -> RunReport:
    """The tuning has failed or was cancelled: nothing will be compared, so the answers are stopped too."""
    task = report.tasks[0]
    report = replace(report, state=NOT_TUNED[task.state], ended_at=task.ended_at or now())
    if task.state == TaskState.FAILED:
        report = replace(report, error=f"Tuning failed: {message_of(tuning)}")
    if BASE not in run.jobs:
        return report
    base = _answers(run, BASE)
    if base.task.state in OPEN:
        _batches(run, BASE).cancel(run.jobs[BASE])
        base = replace(base, task=replace(base.task, state=TaskState.CANCELLED))
    never = answer_task_without_job(TUNED, TaskState.NOT_RUN)
    artifacts = report.artifacts + base.artifacts
    return replace(report, tasks=(task, base.task, never), artifacts=artifacts)


def _with_answers(run: RunHandle, report: RunReport, tuning: Job) -> RunReport:
    base, tuned = _answers(run, BASE), _tuned_answers(run, tuning)
    tasks = (*report.tasks, base.task, tuned.task)
    state = _state(run, tasks)
    return replace(
        report,
        state=state,
        tasks=tasks,
        artifacts=report.artifacts + base.artifacts + tuned.artifacts,
        error=_shortcoming((base.task, tuned.task)) if state == RunState.SUCCEEDED else None,
        ended_at=None if state.active else _ended_at(tasks),
        jobs={**report.jobs, TUNED: tuned.name} if tuned.name else report.jobs,
    )


def _answers(run: RunHandle, role: str) -> _Answers:
    try:
        job = _batches(run, role).poll(run.jobs[role])
    except NotFound as error:
        return _Answers(answer_task_without_job(role, TaskState.FAILED, str(error)))
    return _Answers(answer_task(role, job), answers_of(role, job, run.root))


def _tuned_answers(run: RunHandle, tuning: Job) -> _Answers:
    """Those of the tuned model; its job is made as soon as there is the model."""
    if TUNED in run.jobs:
        return _answers(run, TUNED)
    if not has_ended(tuning):
        return _Answers(answer_task_without_job(TUNED, TaskState.PENDING))
    batches = tuned_batches(tuning, run.job_id, serving_location(run.parameters))
    if run.state == RunState.CANCELLING:
        job = batches.find(TUNED)
        if job is None:
            return _Answers(answer_task_without_job(TUNED, TaskState.NOT_RUN))
        return _Answers(answer_task(TUNED, job), answers_of(TUNED, job, run.root), name_of(job))
    return _new_tuned_answers(run, batches, tuned_resource(tuning))


def _new_tuned_answers(run: RunHandle, batches: Batches, model: str) -> _Answers:
    """What another try may mend, such as a sign-in or a quota, is passed on, and tried at the next poll."""
    if not model:
        reason = "Google names no tuned model, so it cannot answer."
        return _Answers(answer_task_without_job(TUNED, TaskState.FAILED, reason))
    try:
        job = submit_answers(batches, run.root, TUNED, model)
    except (InvalidInput, Conflict, NotFound) as error:
        return _Answers(answer_task_without_job(TUNED, TaskState.FAILED, str(error)))
    return _Answers(answer_task(TUNED, job), answers_of(TUNED, job, run.root), name_of(job))


def _state(run: RunHandle, tasks: Iterable[TaskReport]) -> RunState:
    """Of a run whose tuning has neither failed nor was cancelled."""
    states = {task.state for task in tasks}
    cancelling = run.state == RunState.CANCELLING
    if states & OPEN:
        return RunState.CANCELLING if cancelling else RunState.RUNNING
    return RunState.CANCELLED if cancelling and states != {TaskState.SUCCEEDED} else RunState.SUCCEEDED


def _shortcoming(answers: Iterable[TaskReport]) -> str | None:
    """Why there is nothing to compare although the model was tuned."""
    reasons = [
        f"{task.name} {task.state.value}: {task.error}"
        if task.error
        else f"{task.name} was {task.state.value}."
        for task in answers
        if task.state != TaskState.SUCCEEDED
    ]
    return f"The model was tuned, but there is nothing to compare. {' '.join(reasons)}" if reasons else None


def _ended_at(tasks: Iterable[TaskReport]) -> datetime | None:
    if any(task.state in OPEN for task in tasks):
        return None
    return max((task.ended_at for task in tasks if task.ended_at is not None), default=None) or now()
