"""Poll a run's jobs, let the tuned model answer once it is there, and say how the run stands."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from core.db import now
from core.errors import NotFound
from core.training.google import BASE, TUNE, TUNED, Job, Jobs, serving_location
from core.training.method import RunHandle, RunReport, TaskReport
from core.training.methods.gemini.answers import base_answers, batches_of, tuned_answers
from core.training.methods.gemini.jobs import Tunings, jobs_around, name_of
from core.training.methods.gemini.online import is_online
from core.training.methods.gemini.progress import with_progress
from core.training.methods.gemini.tasks import OPEN, answer_task_without_job, message_of, models_of, tune_task
from core.training.models import RunState, TaskState

NOT_TUNED = {TaskState.FAILED: RunState.FAILED, TaskState.CANCELLED: RunState.CANCELLED}
NEVER_SENT = (
    "Google knows no tuning job of this run, so it was never started or its record was deleted. "
    "Launch it again with the same data sets."
)


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


def curves(run: RunHandle) -> RunReport:
    """Those of a run that has ended, read anew.

    Raises:
        NotFound: Its tuning job is gone.
        StudioError: Google does not tell of it.
    """
    tuning, _ = _tuning(run)
    if tuning is None:
        raise NotFound("Google knows no tuning job of this run (any more), so its curves cannot be read.")
    report = RunReport(run.state, (tune_task(tuning),))
    return with_progress(report, run, tuning, anew=True)


def cancel(run: RunHandle) -> None:
    """Ask every job of the run to stop, also those whose names were never noted.

    Raises:
        StudioError: One of them could not be asked.
    """
    kinds: dict[str, Jobs] = {TUNE: _tunings(run)} | {role: batches_of(run, role) for role in (BASE, TUNED)}
    for role, jobs in kinds.items():
        name = run.jobs.get(role) or name_of(jobs.find(role))
        if name and not is_online(name):
            jobs.cancel(name)


def _tunings(run: RunHandle) -> Tunings:
    return Tunings(run.parameters["location"], run.job_id)


def _tuning(run: RunHandle) -> tuple[Job | None, dict[str, str]]:
    """The tuning job; all jobs are looked for and named where the answer to creating it was lost."""
    tunings = _tunings(run)
    if name := run.jobs.get(TUNE):
        with suppress(NotFound):
            return tunings.poll(name), {}
        return None, {}
    if (found := tunings.find(TUNE)) is None:
        return None, {}
    return found, jobs_around(found, run.job_id, serving_location(run.parameters))


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
    base = base_answers(replace(run, state=RunState.CANCELLING))
    if base.task.state in OPEN:
        batches_of(run, BASE).cancel(run.jobs[BASE])
        base = replace(base, task=replace(base.task, state=TaskState.CANCELLED))
    never = answer_task_without_job(TUNED, TaskState.NOT_RUN)
    artifacts = report.artifacts + base.artifacts
    return replace(report, tasks=(task, base.task, never), artifacts=artifacts)


def _with_answers(run: RunHandle, report: RunReport, tuning: Job) -> RunReport:
    base, tuned = base_answers(run), tuned_answers(run, tuning)
    names = {role: one.name for role, one in ((BASE, base), (TUNED, tuned)) if one.name}
    tasks = (*report.tasks, base.task, tuned.task)
    state = _state(run, tasks)
    return replace(
        report,
        state=state,
        tasks=tasks,
        artifacts=report.artifacts + base.artifacts + tuned.artifacts,
        error=_shortcoming((base.task, tuned.task)) if state == RunState.SUCCEEDED else None,
        ended_at=None if state.active else _ended_at(tasks),
        jobs={**report.jobs, **names},
        doing=" ".join(filter(None, (base.doing, tuned.doing))),
    )


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
