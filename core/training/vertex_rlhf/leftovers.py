"""What a run left at Google, and its removal: endpoints and models, the objects below its root, the jobs."""

from collections import defaultdict
from contextlib import suppress
from typing import Any

from core.cloud import endpoint_client, model_client, translated, within
from core.errors import InvalidInput, NotFound
from core.storage import list_address, open_store
from core.training.method import Leftover, RunHandle
from core.training.vertex_rlhf.artifacts import resources_of
from core.training.vertex_rlhf.jobs import delete_job, get_job
from core.training.vertex_rlhf.names import JobName
from core.training.vertex_rlhf.sending import TUNE

TASK_DEPTH = 3
"""Below the root objects lie in <project number>/<job>/<task>_<task id>/."""


def leftovers_of(run: RunHandle) -> list[Leftover]:
    """Everything, in the order in which it can be deleted.

    Raises:
        StudioError: It cannot be looked at.
    """
    name = JobName.of(run.jobs[TUNE])
    jobs = {one: job for one in (name, name.base) if (job := _job(one)) is not None}
    found = [
        Leftover(kind, resource, note=note)
        for kind, output, note in (
            ("endpoint", "endpoint_resource_name", "It costs money as long as a model is deployed on it."),
            ("model", "model_resource_name", "The tuned model in the Model Registry."),
        )
        for job in jobs.values()
        for resource in resources_of(job, output)
        if _exists(kind, resource)
    ]
    listed = "Its tasks and log links; the studio keeps what it noted of them."
    return found + _objects(run.root) + [Leftover("job", str(one), note=listed) for one in jobs]


def remove(run: RunHandle, leftover: Leftover) -> None:
    """Delete one of them; one that is gone already is fine.

    Raises:
        InvalidInput: It is nothing of this run.
        StudioError: It could not be deleted.
    """
    match leftover.kind:
        case "objects":
            _remove_objects(run, leftover.name)
        case "endpoint":
            _remove_endpoint(leftover.name)
        case "model":
            _remove_model(leftover.name)
        case "job":
            delete_job(_own_name(run, leftover.name))
        case other:
            raise InvalidInput(f"A run on Vertex AI leaves nothing of the kind {other!r}.")


def _job(name: JobName) -> Any | None:
    try:
        return get_job(name)
    except NotFound:
        return None


def _objects(root: str) -> list[Leftover]:
    """The objects of each task together."""
    groups: dict[str, list[int]] = defaultdict(list)
    for stored in list_address(root):
        groups["/".join(stored.key.split("/")[:-1][:TASK_DEPTH])].append(stored.size)
    return [
        Leftover("objects", f"{root}/{folder}".rstrip("/"), sum(sizes), _objects_note(len(sizes)))
        for folder, sizes in sorted(groups.items(), reverse=True)
    ]


def _objects_note(number: int) -> str:
    what = "1 object" if number == 1 else f"{number:,} objects"
    return f"{what}; curves and answers are read from here."


def _remove_objects(run: RunHandle, folder: str) -> None:
    if folder != run.root and not folder.startswith(f"{run.root}/"):
        raise InvalidInput(f"{folder} is not below {run.root}, so it is nothing of this run.")
    store = open_store(folder)
    for stored in list(store.list()):
        with suppress(NotFound):
            store.delete(stored.key)


def _own_name(run: RunHandle, text: str) -> JobName:
    name = JobName.of(text)
    tune = JobName.of(run.jobs[TUNE])
    if name not in {tune, tune.base}:
        raise InvalidInput(f"{name.job_id} is no job of this run.")
    return name


def _location(resource: str) -> str:
    """The location in ``projects/P/locations/L/models/M``."""
    parts = resource.split("/")
    if len(parts) < 6 or parts[2] != "locations":  # noqa: PLR2004 - three pairs of kind and name
        raise InvalidInput(f"{resource[:200]!r} is no model or endpoint of Vertex AI.")
    return parts[3]


def _exists(kind: str, resource: str) -> bool:
    location = _location(resource)
    try:
        with translated(f"the {kind} {resource}"):
            if kind == "model":
                model_client(location).get_model(name=resource, **within())
            else:
                endpoint_client(location).get_endpoint(name=resource, **within())
    except NotFound:
        return False
    return True


def _remove_model(resource: str) -> None:
    client = model_client(_location(resource))
    with suppress(NotFound), translated(f"the model {resource}"):
        client.delete_model(name=resource, **within()).result(timeout=within()["timeout"])


def _remove_endpoint(resource: str) -> None:
    """Models have to be taken off an endpoint first."""
    client = endpoint_client(_location(resource))
    limit = within()["timeout"]
    with suppress(NotFound), translated(f"the endpoint {resource}"):
        for deployed in client.get_endpoint(name=resource, **within()).deployed_models:
            taken = client.undeploy_model(endpoint=resource, deployed_model_id=deployed.id, **within())
            taken.result(timeout=limit)
        client.delete_endpoint(name=resource, **within()).result(timeout=limit)
