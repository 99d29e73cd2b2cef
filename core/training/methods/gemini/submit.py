"""Send a run's jobs to Vertex AI, each once however often it is asked."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from core.datasets.exports import ExportFormat
from core.errors import StudioError, Unavailable
from core.training.google.places import BASE, TUNE
from core.training.method import Started, Submission
from core.training.methods.gemini.jobs import (
    TUNED,
    Job,
    answers_folder,
    cancel_batch,
    display_name,
    find_batch,
    find_tuning,
    make_batch,
    make_tuning,
    name_of,
)
from core.training.methods.gemini.rows import place_requests, place_training, requests_address, tuning_request

TRAINING_ROLES = ("preference_dataset", "validation_dataset")


def send(submission: Submission, export_format: ExportFormat) -> Started:
    """Make the jobs that are not there yet: the base model's answers, then the tuning.

    The answers come first: where the base model cannot be asked nothing expensive has begun, and where the
    tuning is refused they are stopped.

    Raises:
        Unavailable: Nobody knows whether a job was made.
        StudioError: It was refused, and nothing goes on.
    """
    location = submission.parameters["location"]
    submission.tell(f"Asking Vertex AI in {location} about tuning jobs of this run.")
    if (existing := _own_tuning(location, submission.job_id)) is not None:
        return Started(jobs=jobs_around(existing, submission.job_id, location))
    instruction = submission.parameters["instruction"] or ""
    datasets = _placed(submission, export_format, instruction)
    jobs: dict[str, str] = {}
    if evaluation := submission.inputs.get("eval_dataset"):
        place_requests(evaluation, instruction=instruction, root=submission.root, tell=submission.tell)
        submission.tell("Sending the job in which the base model answers the evaluation set.")
        submission.assert_claimed()
        base = answers_job(submission.job_id, submission.root, submission.parameters, BASE)
        jobs[BASE] = name_of(base)
    submission.tell("Sending the tuning job.")
    submission.assert_claimed()
    request = tuning_request(submission.parameters, export_format, datasets, submission.job_id)
    try:
        tuning = make_tuning(location, submission.job_id, request)
    except Unavailable:
        raise
    except StudioError:
        _stop(location, jobs)
        raise
    return Started(jobs={TUNE: name_of(tuning), **jobs})


def _own_tuning(location: str, job_id: str) -> Job | None:
    """The run's tuning job, if it is there; a refusal to look says nothing of an earlier submission."""
    try:
        return find_tuning(location, job_id)
    except StudioError as error:
        raise Unavailable(f"Whether the run has started is not known. {error}") from None


def jobs_around(tuning: Job, job_id: str, location: str) -> dict[str, str]:
    """The names of a run's jobs by role, from its tuning job on: what there is of them.

    Raises:
        StudioError: They cannot be listed.
    """
    found = {role: find_batch(location, display_name(job_id, role)) for role in (BASE, TUNED)}
    return {TUNE: name_of(tuning)} | {role: name_of(job) for role, job in found.items() if job is not None}


def answers_job(job_id: str, root: str, parameters: Mapping[str, Any], role: str, *, model: str = "") -> Job:
    """The job in which a model answers the requests; by default the base model.

    Raises:
        Unavailable: Nobody knows whether it was made.
        StudioError: It was refused.
    """
    return make_batch(
        parameters["location"],
        display_name(job_id, role),
        model=model or parameters["base_model"],
        source=requests_address(root),
        target=answers_folder(root, role),
    )


def _placed(submission: Submission, export_format: ExportFormat, instruction: str) -> dict[str, str]:
    return {
        role: place_training(
            dataset,
            role,
            export_format,
            instruction=instruction,
            root=submission.root,
            tell=submission.tell,
        )
        for role in TRAINING_ROLES
        if (dataset := submission.inputs.get(role)) is not None
    }


def _stop(location: str, jobs: Mapping[str, str]) -> None:
    for name in jobs.values():
        with suppress(StudioError):  # the refusal matters more
            cancel_batch(location, name)
