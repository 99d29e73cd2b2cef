"""The answers of a run's models: in a prediction job, or one by one where Google takes no such job."""

from collections.abc import Callable
from dataclasses import dataclass

from core.cloud import MULTI_REGIONS
from core.errors import Conflict, InvalidInput, NotFound
from core.training.google import BASE, TUNED, Job, has_ended, place_of, serving_location, tuned_resource
from core.training.method import ArtifactReport, RunHandle, TaskReport
from core.training.methods.gemini.jobs import Batches, base_resource, name_of, submit_answers, tuned_batches
from core.training.methods.gemini.online import ONLINE, is_online, online_answers, online_name
from core.training.methods.gemini.tasks import answer_task, answer_task_without_job, answers_of
from core.training.models import RunState, TaskState


@dataclass(frozen=True)
class Answers:
    """One model's answers, as far as they are.

    Attributes:
        name: Their job's, where that is new.
        doing: How far they are, where no job tells.
    """

    task: TaskReport
    artifacts: tuple[ArtifactReport, ...] = ()
    name: str = ""
    doing: str = ""


def batches_of(run: RunHandle, role: str) -> Batches:
    """Those where the job of this role is, or would be."""
    name = run.jobs.get(role, "")
    return Batches(place_of(name, serving_location(run.parameters)), run.job_id)


def base_answers(run: RunHandle) -> Answers:
    """Those of the base model, which has been asked from the beginning."""
    return _answers(run, BASE, lambda: base_resource(run.parameters))


def tuned_answers(run: RunHandle, tuning: Job) -> Answers:
    """Those of the tuned model; its job is made as soon as there is the model."""
    if TUNED in run.jobs:
        return _answers(run, TUNED, lambda: tuned_resource(tuning))
    if not has_ended(tuning):
        return Answers(answer_task_without_job(TUNED, TaskState.PENDING))
    batches = tuned_batches(tuning, run.job_id, serving_location(run.parameters))
    if run.state == RunState.CANCELLING:
        job = batches.find(TUNED)
        if job is None:
            return Answers(answer_task_without_job(TUNED, TaskState.NOT_RUN))
        return Answers(answer_task(TUNED, job), answers_of(TUNED, job, run.root), name_of(job))
    return _new_answers(run, batches, tuned_resource(tuning))


def _new_answers(run: RunHandle, batches: Batches, model: str) -> Answers:
    """What another try may mend, such as a sign-in or a quota, is passed on, and tried at the next poll."""
    if not model:
        reason = "Google names no tuned model, so it cannot answer."
        return Answers(answer_task_without_job(TUNED, TaskState.FAILED, reason))
    try:
        job = submit_answers(batches, run.root, TUNED, model)
    except (InvalidInput, Conflict, NotFound) as error:
        if _may_be_asked(model) and not isinstance(error, Conflict):
            return _one_by_one(run, TUNED, model)
        return Answers(answer_task_without_job(TUNED, TaskState.FAILED, str(error)))
    return Answers(answer_task(TUNED, job), answers_of(TUNED, job, run.root), name_of(job))


def _answers(run: RunHandle, role: str, model: Callable[[], str]) -> Answers:
    if is_online(run.jobs[role]):
        return _one_by_one(run, role, run.jobs[role].removeprefix(ONLINE))
    try:
        job = batches_of(run, role).poll(run.jobs[role])
    except NotFound as error:
        return Answers(answer_task_without_job(role, TaskState.FAILED, str(error)))
    task = answer_task(role, job)
    if task.state == TaskState.FAILED and run.state != RunState.CANCELLING and _may_be_asked(model()):
        return _one_by_one(run, role, model())
    return Answers(task, answers_of(role, job, run.root))


def _may_be_asked(model: str) -> bool:
    """Whether a job that fails may be for want of batch prediction there, which was not verified."""
    return place_of(model, "") in MULTI_REGIONS


def _one_by_one(run: RunHandle, role: str, model: str) -> Answers:
    task, artifacts, doing = online_answers(run, role, model)
    return Answers(task, artifacts, online_name(model), doing)
