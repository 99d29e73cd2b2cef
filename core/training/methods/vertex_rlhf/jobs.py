"""A run's two pipeline jobs: their names, made once, looked at, cancelled, deleted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.cloud import cloud_settings, pipeline_client, translated, within
from core.datasets import DatasetView
from core.datasets.delivery import AS_FROZEN
from core.errors import Conflict, InvalidInput, NotFound, StudioError, Unavailable
from core.training.exchanged import RunHandle
from core.training.google.inputs import place_input
from core.training.google.places import BASE, TUNE, staging_address
from core.training.method import Started, Submission, Tell
from core.training.methods.vertex_rlhf.pipeline import (
    LABEL,
    Pipeline,
    base_values,
    checked_parameters,
    checked_values,
    pipeline_job,
    tune_values,
)

JOB = re.compile(r"projects/([^/\s]+)/locations/([a-z0-9-]+)/pipelineJobs/([a-z][-a-z0-9]{0,127})")
BASE_SUFFIX = "-base"


@dataclass(frozen=True)
class JobName:
    """A pipeline job of Vertex AI; ``str`` gives its full name."""

    project: str
    location: str
    job_id: str

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """The parts of a full name, or None for anything else."""
        match = JOB.fullmatch(text.strip())
        return cls(*match.groups()) if match else None

    @classmethod
    def of(cls, text: str) -> Self:
        """The parts of a full name.

        Raises:
            InvalidInput: It is none.
        """
        if found := cls.parsed(text):
            return found
        raise InvalidInput(
            f"{text[:200]!r} is no pipeline job's name; it looks like "
            "projects/<project>/locations/<location>/pipelineJobs/<job id>."
        )

    def __str__(self) -> str:
        return f"{self.parent}/pipelineJobs/{self.job_id}"

    @property
    def parent(self) -> str:
        """The project and location it is in."""
        return f"projects/{self.project}/locations/{self.location}"

    @property
    def spoken(self) -> str:
        """As it stands in a sentence."""
        return f"the pipeline job {self.job_id} of project {self.project} in {self.location}"

    @property
    def base(self) -> "JobName":
        """The job of the same run in which the untuned model answers."""
        return JobName(self.project, self.location, self.job_id + BASE_SUFFIX)

    @property
    def console_url(self) -> str:
        """Where Google's console shows it."""
        place = f"vertex-ai/locations/{self.location}/pipelines/runs/{self.job_id}"
        return f"https://console.cloud.google.com/{place}?project={self.project}"


def job_names(run: RunHandle) -> list[JobName]:
    """A run's jobs, the tuning job first.

    One that was taken over without a job for the base model's answers has none: a job of that name is
    somebody else's.
    """
    tune = JobName.of(run.jobs[TUNE])
    return [tune] if run.jobs.get(BASE) == "" else [tune, tune.base]


def get_job(name: JobName) -> Any:
    """The job as Vertex AI has it now, a ``PipelineJob``.

    Raises:
        NotFound: There is none of this name.
        StudioError: It cannot be looked at.
    """
    with translated(name.spoken):
        return pipeline_client(name.location).get_pipeline_job(name=str(name), **within())


def own_job(name: JobName, run: str) -> Any | None:
    """The job of this name, if it is there already.

    Raises:
        Conflict: It is there, but it is not this run's.
        Unavailable: Google does not say whether it is there; a refusal to look is no refusal of the job.
    """
    try:
        job = get_job(name)
    except NotFound:
        return None
    except StudioError as error:
        raise Unavailable(f"Whether the run has started is not known. {error}") from None
    _require_own(job, name, run)
    return job


def create_job(name: JobName, job: Any, run: str) -> None:
    """Make the job; if one of this name is there, it must be this run's own.

    Raises:
        Conflict: Another job has this name.
        Unavailable: Nobody knows whether it was made.
        StudioError: It was refused.
    """
    request = {"parent": name.parent, "pipeline_job": job, "pipeline_job_id": name.job_id}
    try:
        with translated(name.spoken):
            pipeline_client(name.location).create_pipeline_job(request=request, **within())
    except Conflict:  # the answer to an earlier request was lost, or somebody else was quicker
        if own_job(name, run) is None:
            raise Unavailable(f"Google says both that {name.spoken} is there and that it is not.") from None


def cancel_job(name: JobName) -> None:
    """Ask a job to stop; one that has ended or is gone is fine."""
    try:
        with translated(name.spoken):
            pipeline_client(name.location).cancel_pipeline_job(name=str(name), **within())
    except NotFound:
        return
    except InvalidInput:
        if not has_ended(get_job(name)):
            raise


def delete_job(name: JobName) -> None:
    """Delete a job that has ended; one that is gone is fine."""
    try:
        with translated(name.spoken):
            pipeline_client(name.location).delete_pipeline_job(name=str(name), **within())
    except NotFound:
        return


def has_ended(job: Any) -> bool:
    """Whether nothing more will come of it; a paused job may go on."""
    return state_name(job) in {"SUCCEEDED", "FAILED", "CANCELLED"}


def state_name(job: Any) -> str:
    """Its state, such as ``RUNNING``."""
    return str(job.state.name).removeprefix("PIPELINE_STATE_")


def values_of(job: Any) -> dict[str, Any]:
    """The parameter values it was made with; whole numbers are floats, as Google gives them."""
    return dict(job.runtime_config.parameter_values)


def _require_own(job: Any, name: JobName, run: str) -> None:
    if job.labels.get(LABEL) != run:
        raise Conflict(
            f"There is another job of the name {name.job_id} in project {name.project}, {name.location}, "
            "which this run did not make. Launch again: the new run gets another name."
        )


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
