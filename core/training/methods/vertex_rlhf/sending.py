"""Send a run's two jobs to Vertex AI, each once however often it is asked."""

from collections.abc import Mapping
from typing import Any

from core.cloud import cloud_settings
from core.datasets import DatasetView
from core.datasets.delivery import AS_FROZEN
from core.errors import StudioError
from core.training.google.inputs import place_input
from core.training.google.places import BASE, TUNE, staging_address
from core.training.method import Started, Submission, Tell
from core.training.methods.vertex_rlhf.jobs import create_job, own_job, values_of
from core.training.methods.vertex_rlhf.names import JobName
from core.training.methods.vertex_rlhf.spec import Pipeline, checked_values, pipeline_job
from core.training.methods.vertex_rlhf.values import base_values, checked_parameters, tune_values


def send(submission: Submission) -> Started:
    """Make the jobs that are not there yet; one for the base model's answers only with a set of prompts.

    Where the second cannot be made, the first goes on, and a later look tries again.
    """
    name = JobName.of(submission.jobs[TUNE])
    submission.tell(f"Asking Vertex AI about {name.spoken}.")
    existing = own_job(name, submission.job_id)
    values = _tune(submission, name) if existing is None else values_of(existing)
    jobs = {TUNE: str(name)}
    if base_values(values) is not None:
        submission.tell("Sending the job in which the base model answers the evaluation set.")
        submission.assert_claimed()
        try:
            make_base(name, values, run=submission.job_id, root=submission.root, title=submission.name)
        except StudioError as error:
            submission.tell(f"The base model's job has to wait: {error}")
        else:
            jobs[BASE] = str(name.base)
    return Started(jobs=jobs)


def make_base(tune: JobName, values: Mapping[str, Any], *, run: str, root: str, title: str) -> None:
    """Make the job in which the untuned model answers, unless it is there.

    Args:
        tune: The tuning job's name; this one's is made from it.
        values: What the tuning job got.
        run: The run's job id.
        root: Where the run writes.
        title: The run's name.

    Raises:
        StudioError: It could not be made, or nobody knows.
    """
    job = pipeline_job(
        Pipeline.ANSWER,
        base_values(values) or {},
        run=run,
        title=f"{title or run}: base model",
        root=root,
        service_account=cloud_settings().service_account,
    )
    create_job(tune.base, job, run)


def _tune(submission: Submission, name: JobName) -> dict[str, Any]:
    parameters = checked_parameters(submission.parameters)
    stand_ins = dict.fromkeys(submission.inputs, "gs://")
    checked_values(Pipeline.TUNE, tune_values(parameters, stand_ins))  # before anything leaves the house
    values = tune_values(parameters, _placed(submission.inputs, submission.tell))
    job = pipeline_job(
        Pipeline.TUNE,
        values,
        run=submission.job_id,
        title=submission.name or submission.job_id,
        root=submission.root,
        service_account=cloud_settings().service_account,
    )
    submission.tell(f"Sending {name.spoken}.")
    submission.assert_claimed()
    create_job(name, job, submission.job_id)
    return values


def _placed(inputs: Mapping[str, DatasetView], tell: Tell) -> dict[str, str]:
    bucket = staging_address()
    return {role: place_input(dataset, AS_FROZEN, bucket, tell=tell) for role, dataset in inputs.items()}
