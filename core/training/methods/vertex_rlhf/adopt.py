"""Take over a run of Google's RLHF pipeline that somebody started elsewhere."""

import re
from typing import Any

from core.db import now
from core.errors import InvalidInput, NotFound
from core.training.google import BASE, LABEL, TUNE, JobName
from core.training.method import Found
from core.training.methods.vertex_rlhf.jobs import Pipelines, values_of
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.methods.vertex_rlhf.pipeline import Pipeline
from core.training.methods.vertex_rlhf.tasks import artifacts_of, moment, specification_of


def find_run(where: str) -> Found | None:
    """The run of a tuning job, by the job's full name; None for a name of another kind.

    Raises:
        InvalidInput: It is a job of another pipeline, or nobody tells where it writes.
        NotFound: There is no such job.
    """
    name = JobName.parsed(where)
    if name is None:
        return None
    pipelines = Pipelines(name, name.job_id)
    job = pipelines.poll(str(name))
    _require_rlhf(name, job)
    return Found(
        job_id=name.job_id,
        name=job.display_name or name.job_id,
        root=_root(name, job),
        parameters=_parameters(job),
        jobs={TUNE: str(name), BASE: _base_of(pipelines, job)},
        created_at=moment(job, "create_time") or now(),
    )


def _require_rlhf(name: JobName, job: Any) -> None:
    pipeline = specification_of(job).get("pipelineInfo", {}).get("name", "unknown")
    if pipeline != Pipeline.TUNE:
        raise InvalidInput(
            f"{name.job_id} is a job of the pipeline {pipeline}; only jobs of {Pipeline.TUNE.value} can be "
            "taken over."
        )


def _root(name: JobName, job: Any) -> str:
    """The folder that is this job's alone: below that of a studio's run, or below a root that others share.

    Vertex AI lays the objects of tasks out as ``<root>/<project number>/<job id>/<task>_<task id>/``.
    """
    directory: str = job.runtime_config.gcs_output_directory.rstrip("/")
    if _is_of_a_studio(name, job):
        return directory
    for text in (job.name, str(name)):
        known = JobName.parsed(text)
        if known is not None and known.project.isdecimal():
            return f"{directory}/{known.project}/{name.job_id}"
    return _shown_root(directory, name, job)


def _shown_root(directory: str, name: JobName, job: Any) -> str:
    """The folder in which the tasks put what they left."""
    folder = re.compile(rf"{re.escape(directory)}/\d+/{re.escape(name.job_id)}(?=/)")
    for artifact in artifacts_of(job):
        if found := folder.match(artifact.address):
            return found.group()
    raise InvalidInput(
        f"Where {name.job_id} writes below {directory} is not known. Name the job with the project's number: "
        f"projects/<number>/locations/{name.location}/pipelineJobs/{name.job_id}."
    )


def _is_of_a_studio(name: JobName, job: Any) -> bool:
    """Whether a studio made it, in a folder of its own; a copy of such a job has another id."""
    return bool(job.labels.get(LABEL) == name.job_id)


def _parameters(job: Any) -> dict[str, Any]:
    """Its values that are parameters of ours; Google gives whole numbers back as floats."""
    fields = VertexRlhfParameters.model_fields
    values = {name: value for name, value in values_of(job).items() if name in fields}
    return {name: int(value) if fields[name].annotation is int else value for name, value in values.items()}


def _base_of(pipelines: Pipelines, job: Any) -> str:
    """The job of the base model's answers, if a studio made one; nothing says that none is to be made."""
    base = str(pipelines.tune.base)
    if not _is_of_a_studio(pipelines.tune, job):
        return ""
    try:
        pipelines.poll(base)
    except NotFound:
        return ""
    return base
