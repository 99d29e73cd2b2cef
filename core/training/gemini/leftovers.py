"""What a run left at Google, and its removal: endpoints, the model, prediction jobs, the objects of its root.

Tuning jobs cannot be deleted: Google's interface has no call for it.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from core.cloud import endpoint_client, model_client, translated, within
from core.errors import InvalidInput, NotFound
from core.storage import list_address, open_store
from core.training.gemini.jobs import delete_batch, find_batch, find_tuning, get_tuning
from core.training.gemini.places import BASE, TUNE, TUNED, display_name
from core.training.method import Leftover, RunHandle


def leftovers_of(run: RunHandle) -> list[Leftover]:
    """Everything, in the order in which it can be deleted.

    Raises:
        StudioError: It cannot be looked at.
    """
    return [*_models(run), *_objects(run.root), *_prediction_jobs(run)]


def remove(run: RunHandle, leftover: Leftover) -> None:
    """Delete one of them; one that is gone already is fine.

    Raises:
        InvalidInput: It is of no known kind.
        StudioError: It could not be deleted.
    """
    location = run.parameters["location"]
    match leftover.kind:
        case "objects":
            _remove_objects(run.root)
        case "endpoint":
            _remove_endpoint(location, leftover.name)
        case "model":
            _remove_model(location, leftover.name)
        case "job":
            delete_batch(location, leftover.name)
        case other:
            raise InvalidInput(f"A run of Gemini's tuning leaves nothing of the kind {other!r}.")


def _models(run: RunHandle) -> Iterator[Leftover]:
    tuned = getattr(_tuning(run), "tuned_model", None)
    if tuned is None:
        return
    location = run.parameters["location"]
    endpoints = [tuned.endpoint, *(one.endpoint for one in tuned.checkpoints or ())]
    for name in dict.fromkeys(filter(None, endpoints)):
        if _exists(endpoint_client(location).get_endpoint, "endpoint", name):
            yield Leftover("endpoint", name, note="Through it the tuned model or a checkpoint can be asked.")
    if tuned.model and _exists(model_client(location).get_model, "model", _whole(tuned.model)):
        yield Leftover("model", tuned.model, note="The tuned model, with all its versions and checkpoints.")


def _tuning(run: RunHandle) -> Any | None:
    location, name = run.parameters["location"], run.jobs.get(TUNE)
    if not name:
        return find_tuning(location, run.job_id)
    with suppress(NotFound):
        return get_tuning(location, name)
    return None


def _prediction_jobs(run: RunHandle) -> Iterator[Leftover]:
    for role in (BASE, TUNED):
        job = find_batch(run.parameters["location"], display_name(run.job_id, role))
        if job is not None:
            yield Leftover(
                "job", job.name, note=f"The job in which the {role} model answered; not its files."
            )


def _objects(root: str) -> Iterator[Leftover]:
    sizes = [stored.size for stored in list_address(root)]
    if sizes:
        what = "1 object" if len(sizes) == 1 else f"{len(sizes):,} objects"
        yield Leftover(
            "objects", root, sum(sizes), f"{what}: requests and answers, which are read from here."
        )


def _exists(get: Any, kind: str, name: str) -> bool:
    try:
        with translated(f"the {kind} {name}"):
            get(name=name, **within())
    except NotFound:
        return False
    return True


def _remove_objects(root: str) -> None:
    store = open_store(root)
    for stored in list(store.list()):
        with suppress(NotFound):
            store.delete(stored.key)


def _remove_model(location: str, name: str) -> None:
    with suppress(NotFound), translated(f"the model {name}"):
        deleting = model_client(location).delete_model(name=_whole(name), **within())
        deleting.result(timeout=within()["timeout"])


def _whole(name: str) -> str:
    """A model's name without a version: only by that the model itself goes."""
    return name.partition("@")[0]


def _remove_endpoint(location: str, name: str) -> None:
    """Models have to be taken off an endpoint first."""
    client, limit = endpoint_client(location), within()["timeout"]
    with suppress(NotFound), translated(f"the endpoint {name}"):
        for deployed in client.get_endpoint(name=name, **within()).deployed_models:
            taken = client.undeploy_model(endpoint=name, deployed_model_id=deployed.id, **within())
            taken.result(timeout=limit)
        client.delete_endpoint(name=name, **within()).result(timeout=limit)
