"""A run's two pipeline jobs: their names, their life at Vertex AI, and how a run is submitted."""

from collections.abc import Mapping
from typing import Any, Self

from core.cloud import translated, vertex_client, within
from core.datasets.delivery import AS_FROZEN
from core.errors import Conflict, NotFound, StudioError
from core.training.exchanged import RunHandle
from core.training.google import (
    BASE,
    LABEL,
    TUNE,
    Job,
    JobName,
    Jobs,
    failure_log,
    staging_address,
    upload_input,
)
from core.training.method import Started, Submission
from core.training.methods.vertex_rlhf.pipeline import (
    Pipeline,
    base_values,
    checked_parameters,
    checked_values,
    pipeline_job,
    tune_values,
)


def job_names(run: RunHandle) -> list[JobName]:
    """A run's jobs, the tuning job first.

    One that was taken over without a job for the base model's answers has none: a job of that name is
    somebody else's.
    """
    tune = JobName.of(run.jobs[TUNE])
    return [tune] if run.jobs.get(BASE) == "" else [tune, tune.base]


class Pipelines(Jobs):
    """The pipeline jobs of a run: their names follow from that of the tuning job.

    Attributes:
        tune: The tuning job's name.
        run: The run's job id, which its jobs are labelled with.
    """

    refuses_twins = True

    def __init__(self, tune: JobName, run: str) -> None:
        self.tune = tune
        self.run = run

    @classmethod
    def of(cls, run: RunHandle) -> Self:
        """Those of a run."""
        return cls(JobName.of(run.jobs[TUNE]), run.job_id)

    def name(self, role: str) -> JobName:
        """The name of the job in a role."""
        return self.tune if role == TUNE else self.tune.base

    def find(self, role: str) -> Job | None:
        """The run's job in this role; see `Jobs.find`."""
        name = self.name(role)
        try:
            job = self.poll(str(name))
        except NotFound:
            return None
        if job.labels.get(LABEL) != self.run:
            raise Conflict(
                f"There is another job of the name {name.job_id} in project {name.project}, {name.location}, "
                "which this run did not make. Launch again: the new run gets another name."
            )
        return job

    def describe(self, name: str) -> str:
        """A job as it stands in a sentence."""
        parts = JobName.of(name)
        return f"the pipeline job {parts.job_id} of project {parts.project} in {parts.location}"

    def log(self, name: str, job: Job) -> str:
        """The end of what its failed tasks printed, or why there is none."""
        parts = JobName.of(name)
        return failure_log(parts.project, parts.job_id, job, what=self.describe(name))

    def _create(self, role: str, request: Any) -> Job:
        name = self.name(role)
        asked = {"parent": name.parent, "pipeline_job": request, "pipeline_job_id": name.job_id}
        with translated(self.describe(str(name))):
            return vertex_client("Pipeline", name.location).create_pipeline_job(request=asked, **within())

    def _get(self, name: str) -> Job:
        return self._client(name).get_pipeline_job(name=name, **within())

    def _cancel(self, name: str) -> None:
        self._client(name).cancel_pipeline_job(name=name, **within())

    def _delete(self, name: str) -> None:
        self._client(name).delete_pipeline_job(name=name, **within())

    def _client(self, name: str) -> Any:
        return vertex_client("Pipeline", JobName.of(name).location)


def values_of(job: Job) -> dict[str, Any]:
    """The parameter values it was made with; whole numbers are floats, as Google gives them."""
    return dict(job.runtime_config.parameter_values)


def submit(submission: Submission) -> Started:
    """Make the jobs that are not there yet; one for the base model's answers only with a set of prompts.

    Where the second cannot be made, the first goes on, and a later look tries again.
    """
    name = JobName.of(submission.jobs[TUNE])
    pipelines = Pipelines(name, submission.job_id)
    submission.tell(f"Asking Vertex AI about {pipelines.describe(str(name))}.")
    existing = pipelines.existing(TUNE)
    values = _submit_tuning(submission, pipelines) if existing is None else values_of(existing)
    jobs = {TUNE: str(name)}
    if base_values(values) is not None:
        submission.tell("Sending the job in which the base model answers the evaluation set.")
        submission.assert_claimed()
        try:
            submit_base(pipelines, values, root=submission.root, title=submission.name)
        except StudioError as error:
            submission.tell(f"The base model's job has to wait: {error}")
        else:
            jobs[BASE] = str(name.base)
    return Started(jobs=jobs)


def submit_base(pipelines: Pipelines, values: Mapping[str, Any], *, root: str, title: str) -> Job:
    """Make the job in which the untuned model answers, unless it is there.

    Args:
        pipelines: The run's.
        values: What the tuning job got.
        root: Where the run writes.
        title: The run's name.

    Raises:
        StudioError: It could not be made, or nobody knows.
    """
    job = pipeline_job(
        Pipeline.ANSWER,
        base_values(values) or {},
        run=pipelines.run,
        title=f"{title or pipelines.run}: base model",
        root=root,
    )
    return pipelines.submit(BASE, job)


def _submit_tuning(submission: Submission, pipelines: Pipelines) -> dict[str, Any]:
    parameters = checked_parameters(submission.parameters)
    stand_ins = dict.fromkeys(submission.inputs, "gs://")
    checked_values(Pipeline.TUNE, tune_values(parameters, stand_ins))  # before anything leaves the house
    bucket = staging_address()
    uploaded = {
        role: upload_input(dataset, AS_FROZEN, bucket, tell=submission.tell)
        for role, dataset in submission.inputs.items()
    }
    values = tune_values(parameters, uploaded)
    job = pipeline_job(
        Pipeline.TUNE,
        values,
        run=submission.job_id,
        title=submission.name or submission.job_id,
        root=submission.root,
    )
    submission.tell(f"Sending {pipelines.describe(str(pipelines.tune))}.")
    submission.assert_claimed()
    pipelines.submit(TUNE, job)
    return values
