"""What a run left at Google, and its removal: endpoints and models, the objects below its root, the jobs."""

from contextlib import suppress

from core.errors import InvalidInput, NotFound
from core.training.google import (
    RUNS,
    TUNE,
    Job,
    is_there,
    objects_below,
    remove_endpoint,
    remove_model,
    remove_objects,
)
from core.training.method import Leftover, RunHandle
from core.training.methods.vertex_rlhf.jobs import JobName, Pipelines, job_names
from core.training.methods.vertex_rlhf.tasks import resources_of

OBJECTS = "curves and answers are read from here."
TASK_DEPTH = 3
"""Below the root of a studio's run objects lie in <project number>/<job>/<task>_<task id>/."""


def leftovers_of(run: RunHandle) -> list[Leftover]:
    """Everything, in the order in which it can be deleted.

    Raises:
        StudioError: It cannot be looked at.
    """
    jobs = _jobs(run)
    found = [
        Leftover(kind, resource, note=note)
        for kind, output, note in (
            ("endpoint", "endpoint_resource_name", "It costs money as long as a model is deployed on it."),
            ("model", "model_resource_name", "The tuned model in the Model Registry."),
        )
        for job in jobs.values()
        for resource in resources_of(job, output)
        if is_there(kind, resource)
    ]
    listed = "Its tasks and log links; the studio keeps what it noted of them."
    objects = objects_below(run.root, depth=_depth(run), note=OBJECTS) if _has_own_folder(run) else []
    return found + objects + [Leftover("job", str(one), note=listed) for one in jobs]


def remove(run: RunHandle, leftover: Leftover) -> None:
    """Delete one of them; one that is gone already is fine.

    Raises:
        InvalidInput: It is nothing of this run.
        StudioError: It could not be deleted.
    """
    match leftover.kind:
        case "objects" if _has_own_folder(run):
            remove_objects(run.root, leftover.name, depth=_depth(run))
        case "endpoint":
            remove_endpoint(leftover.name)
        case "model":
            remove_model(leftover.name)
        case "job":
            Pipelines.of(run).delete(_own_name(run, leftover.name))
        case other:
            raise InvalidInput(f"A run on Vertex AI leaves nothing of the kind {other!r}.")


def _jobs(run: RunHandle) -> dict[JobName, Job]:
    """Those of the run's jobs that are still there."""
    pipelines, found = Pipelines.of(run), {}
    for name in job_names(run):
        with suppress(NotFound):
            found[name] = pipelines.poll(str(name))
    return found


def _has_own_folder(run: RunHandle) -> bool:
    """Whether nobody else writes below the root; runs were once taken over with a root that others share."""
    return run.root.rpartition("/")[2] == JobName.of(run.jobs[TUNE]).job_id


def _depth(run: RunHandle) -> int:
    """How many folders below the root a task's is; the root of other people's run is its job's folder."""
    return TASK_DEPTH if run.root.endswith(f"/{RUNS}/{JobName.of(run.jobs[TUNE]).job_id}") else 1


def _own_name(run: RunHandle, text: str) -> str:
    name = JobName.of(text)
    if name not in job_names(run):
        raise InvalidInput(f"{name.job_id} is no job of this run.")
    return str(name)
