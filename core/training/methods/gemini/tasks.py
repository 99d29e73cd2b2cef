"""A run's jobs as the tasks the studio shows, and what they left behind."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.cloud import redact
from core.db import clean_text
from core.training.google import BASE, TUNED, Job, state_of
from core.training.method import ArtifactReport, TaskReport
from core.training.methods.gemini.rows import answers_folder
from core.training.models import TaskState

TUNE_TASK = "tune"
ANSWER_TASKS = {BASE: "predict-base", TUNED: "predict-tuned"}
ANSWERS = {BASE: "output_prediction_base", TUNED: "output_prediction"}
WAITS_FOR = {BASE: (), TUNED: (TUNE_TASK,)}

STATES = {
    "UNSPECIFIED": TaskState.PENDING,
    "QUEUED": TaskState.PENDING,
    "PENDING": TaskState.PENDING,
    "SUCCEEDED": TaskState.SUCCEEDED,
    "PARTIALLY_SUCCEEDED": TaskState.SUCCEEDED,
    "FAILED": TaskState.FAILED,
    "EXPIRED": TaskState.FAILED,
    "CANCELLED": TaskState.CANCELLED,
}
"""All others, such as PAUSED, UPDATING and those still to be invented, go on."""

OPEN = frozenset({TaskState.PENDING, TaskState.RUNNING})
ERROR_CHARACTERS = 2000


def tune_task(job: Job) -> TaskReport:
    """The tuning itself."""
    return _report(TUNE_TASK, job, ())


def answer_task(role: str, job: Job) -> TaskReport:
    """The answers of one of the two models; that some prompts got none is said, though the job succeeded."""
    report = _report(ANSWER_TASKS[role], job, WAITS_FOR[role])
    if report.state == TaskState.SUCCEEDED and (failed := _unanswered(job)):
        return replace(report, error=f"{failed:,} prompts were left unanswered.")
    return report


def answer_task_without_job(role: str, state: TaskState, error: str | None = None) -> TaskReport:
    """The answers of a model whose job is not there, yet or any more."""
    return TaskReport(ANSWER_TASKS[role], state, error=error, depends_on=WAITS_FOR[role])


def answers_of(role: str, job: Job, root: str) -> tuple[ArtifactReport, ...]:
    """The folder with the answers of one of the two models."""
    if STATES.get(state_of(job)) != TaskState.SUCCEEDED:
        return ()
    address = (job.output_info.gcs_output_directory if job.output_info is not None else None) or ""
    folder = clean_text(address) if address.startswith("gs://") else answers_folder(root, role)
    return (ArtifactReport(ANSWER_TASKS[role], ANSWERS[role], folder),)


def models_of(job: Job) -> tuple[ArtifactReport, ...]:
    """The tuned model, its endpoint and checkpoints; model and checkpoints as ``start_from`` takes them."""
    tuned = job.tuned_model
    if tuned is None:
        return ()
    found = {"output_model": tuned.model, "output_endpoint": tuned.endpoint} | {
        f"checkpoint_{one.checkpoint_id}": f"{tuned.model}#{one.checkpoint_id}"
        for one in tuned.checkpoints or ()
        if one.checkpoint_id and tuned.model
    }
    return tuple(
        ArtifactReport(TUNE_TASK, clean_text(name), clean_text(address))
        for name, address in found.items()
        if address
    )


def message_of(job: Job) -> str:
    """What Google says of a job that went wrong, fit to be shown."""
    if state_of(job) == "EXPIRED":
        return "Google gave it up after waiting too long."
    message = getattr(job.error, "message", None) or ""
    text = redact(" ".join(message.split())).strip()
    return text[:ERROR_CHARACTERS] or "Google does not say why."


def utc(moment: Any) -> datetime | None:
    """A time of Google's, in UTC."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None


def _unanswered(job: Job) -> int:
    stats = job.completion_stats
    return ((stats.failed_count or 0) + max(stats.incomplete_count or 0, 0)) if stats is not None else 0


def _report(name: str, job: Job, depends_on: tuple[str, ...]) -> TaskReport:
    state = STATES.get(state_of(job), TaskState.RUNNING)
    return TaskReport(
        name,
        state,
        started_at=utc(job.start_time),
        ended_at=utc(job.end_time),
        error=message_of(job) if state == TaskState.FAILED else None,
        depends_on=depends_on,
    )
