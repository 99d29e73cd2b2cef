"""What a run left at Google, and its removal: endpoints and models, the objects below its root, the jobs."""

from contextlib import suppress

from core.errors import InvalidInput, NotFound
from core.training.google import RUNS, TUNE, Job, JobName, is_there, objects_below, remove_leftover
from core.training.method import Leftover, RunHandle
from core.training.methods.vertex_rlhf.jobs import Pipelines, job_names
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
    depth = _depth(run)
    objects = objects_below(run.root, depth=depth, note=OBJECTS) if depth is not None else []
    return found + objects + [Leftover("job", str(one), note=listed) for one in jobs]


def remove(run: RunHandle, leftover: Leftover) -> None:
    """Delete one of them; see `remove_leftover`."""
    jobs = Pipelines.of(run)
    remove_leftover(
        leftover, root=run.root, depth=_depth(run), delete_job=lambda name: jobs.delete(_own_name(run, name))
    )


def _jobs(run: RunHandle) -> dict[JobName, Job]:
    """Those of the run's jobs that are still there."""
    pipelines, found = Pipelines.of(run), {}
    for name in job_names(run):
        with suppress(NotFound):
            found[name] = pipelines.poll(str(name))
    return found


def _depth(run: RunHandle) -> int | None:
    """How many folders below the root a task's is; the root of other people's run is its job's folder.

    None where others write there too: runs were once taken over with a root that they share.
    """
    job_id = JobName.of(run.jobs[TUNE]).job_id
    if run.root.rpartition("/")[2] != job_id:
        return None
    return TASK_DEPTH if run.root.endswith(f"/{RUNS}/{job_id}") else 1


def _own_name(run: RunHandle, text: str) -> str:
    name = JobName.of(text)
    if name not in job_names(run):
        raise InvalidInput(f"{name.job_id} is no job of this run.")
    return str(name)
