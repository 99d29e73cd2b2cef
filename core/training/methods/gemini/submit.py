"""A run is sent: its rows, the base model's answers, the tuning job; each once, however often it is tried."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from core.cloud import MULTI_REGIONS
from core.datasets.exports import Export
from core.errors import InvalidInput, NotFound, StudioError, Unavailable
from core.training.google import BASE, TUNE, keep_rank_loss, serving_location
from core.training.method import Started, Submission
from core.training.methods.gemini.jobs import (
    Batches,
    Tunings,
    base_resource,
    jobs_around,
    name_of,
    submit_answers,
)
from core.training.methods.gemini.online import first_answer, is_online, online_name
from core.training.methods.gemini.rows import upload_requests, upload_training
from core.training.methods.gemini.tuning_request import KINDS, VALIDATION_ROLE, tuning_request


def submit(submission: Submission, export_format: Export, reward: Mapping[str, Any] | None = None) -> Started:
    """Make the jobs that are not there yet: the base model's answers, then the tuning.

    The answers come first: where the base model cannot be asked nothing expensive has begun, and where the
    tuning is refused they are stopped.

    Args:
        submission: The run.
        export_format: That of the training rows.
        reward: What reinforcement is rewarded for, as `tuning_request` takes it.

    Raises:
        Unavailable: Nobody knows whether a job was made.
        StudioError: It was refused, and nothing goes on.
    """
    location, run = submission.parameters["location"], submission.job_id
    serving = serving_location(submission.parameters)
    tunings, batches = Tunings(location, run), Batches(serving, run)
    submission.tell(f"Asking Vertex AI in {location} about tuning jobs of this run.")
    if (existing := tunings.existing(TUNE)) is not None:
        return Started(jobs=_found_again(submission, jobs_around(existing, run, serving)))
    instruction = submission.parameters["instruction"] or ""
    datasets = _uploaded(submission, export_format, instruction)
    if submission.reward is not None:
        keep_rank_loss(submission.root, submission.reward.view)
    request = tuning_request(submission.parameters, export_format, datasets, run, reward)
    jobs: dict[str, str] = {}
    if evaluation := submission.inputs.get("eval_dataset"):
        upload_requests(evaluation, submission.parameters, root=submission.root, tell=submission.tell)
        submission.tell("Sending the job in which the base model answers the evaluation set.")
        submission.assert_claimed()
        jobs[BASE] = _base_answers(submission, batches)
    submission.tell("Sending the tuning job.")
    submission.assert_claimed()
    try:
        tuning = tunings.submit(TUNE, request)
    except Unavailable:
        raise
    except StudioError as error:
        _stop_answers(batches, jobs.get(BASE, ""), error)
        raise
    return Started(jobs={TUNE: name_of(tuning), **jobs})


def _stop_answers(batches: Batches, name: str, refusal: StudioError) -> None:
    """Nothing will be tuned, so nothing will be compared.

    Raises:
        Unavailable: They go on, as after a sign-in that was lost, so the run is not over.
    """
    if not name or is_online(name):
        return
    try:
        batches.cancel(name)
    except StudioError as error:
        raise Unavailable(
            f"The tuning job was not made: {refusal} And {batches.describe(name)}, in which the base model "
            f"answers, goes on, as it could not be stopped: {error}"
        ) from None


def _base_answers(submission: Submission, batches: Batches) -> str:
    """The name of the job in which the base model answers; where none is taken it is asked one by one."""
    model = submission.parameters["base_model"]
    try:
        return name_of(submit_answers(batches, submission.root, BASE, model))
    except (InvalidInput, NotFound):
        if batches.location not in MULTI_REGIONS:
            raise
        submission.tell("Google takes no prediction job there; asking the base model one prompt.")
        with suppress(StudioError):  # the refusal matters more
            return first_answer(submission.root, BASE, base_resource(submission.parameters))
        raise


def _found_again(submission: Submission, names: dict[str, str]) -> dict[str, str]:
    """The names of jobs that are there already, and of a base model that is asked one by one, if it is."""
    serving = serving_location(submission.parameters)
    if BASE in names or "eval_dataset" not in submission.inputs or serving not in MULTI_REGIONS:
        return names
    return {**names, BASE: online_name(base_resource(submission.parameters))}


def _uploaded(submission: Submission, export_format: Export, instruction: str) -> dict[str, str]:
    return {
        role: upload_training(
            dataset, role, export_format, instruction=instruction, root=submission.root, tell=submission.tell
        )
        for role in (KINDS[export_format].training_role, VALIDATION_ROLE)
        if (dataset := submission.inputs.get(role)) is not None
    }
