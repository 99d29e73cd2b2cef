"""Pipeline jobs at Vertex AI: made once, looked at, cancelled, deleted."""

from typing import Any

from core.cloud import pipeline_client, translated, within
from core.errors import Conflict, InvalidInput, NotFound, StudioError, Unavailable
from core.training.methods.vertex_rlhf.names import JobName
from core.training.methods.vertex_rlhf.spec import LABEL


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
