"""Models, endpoints and objects that a run left at Google: whether they are there, and their removal."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from core.cloud import translated, vertex_client, within
from core.errors import InvalidInput, NotFound
from core.storage import CloudAddress, StoredObject, open_store, parse_address
from core.training.method import Leftover


def is_there(kind: str, resource: str) -> bool:
    """Whether there is such a model or endpoint.

    Args:
        kind: ``model`` or ``endpoint``.
        resource: Its full name.

    Raises:
        StudioError: It cannot be looked at.
    """
    try:
        with translated(f"the {kind} {resource}"):
            _get(kind, resource)
    except NotFound:
        return False
    return True


def remove_leftover(
    leftover: Leftover, *, root: str, depth: int | None, delete_job: Callable[[str], None]
) -> None:
    """Delete one of the things that a run left; one that is gone already is fine.

    Args:
        leftover: Which.
        root: Where the run wrote.
        depth: As for `objects_below`; None where others write there too, so that nothing is the run's.
        delete_job: Deletes a job of the run by its full name.

    Raises:
        InvalidInput: It is of no known kind, or nothing of this run.
        StudioError: It could not be deleted.
    """
    match leftover.kind:
        case "objects" if depth is not None:
            remove_objects(root, leftover.name, depth=depth)
        case "endpoint":
            remove_endpoint(leftover.name)
        case "model":
            remove_model(leftover.name)
        case "job":
            delete_job(leftover.name)
        case other:
            raise InvalidInput(f"A run on Vertex AI leaves nothing of the kind {other!r}.")


def remove_model(resource: str) -> None:
    """Delete a model with all its versions; one that is gone is fine."""
    name = unversioned(resource)
    client = vertex_client("Model", location_of(name))
    with suppress(NotFound), translated(f"the model {name}"):
        client.delete_model(name=name, **within()).result(timeout=within()["timeout"])


def remove_endpoint(resource: str) -> None:
    """Take the models off an endpoint, which has to come first, and delete it; one that is gone is fine."""
    client, limit = vertex_client("Endpoint", location_of(resource)), within()["timeout"]
    with suppress(NotFound), translated(f"the endpoint {resource}"):
        for deployed in client.get_endpoint(name=resource, **within()).deployed_models:
            taken = client.undeploy_model(endpoint=resource, deployed_model_id=deployed.id, **within())
            taken.result(timeout=limit)
        client.delete_endpoint(name=resource, **within()).result(timeout=limit)


def objects_below(root: str, *, depth: int, note: str) -> list[Leftover]:
    """The objects of a run with their sizes, those of one folder together.

    Args:
        root: Where the run wrote.
        depth: How many folders below the root are told apart; 0 for all objects together.
        note: What deleting them takes away.

    Returns:
        A line for each folder; none where the root is a whole bucket, as others write there too.

    Raises:
        StudioError: They cannot be listed.
    """
    groups = _groups(root, depth)
    return [
        Leftover("objects", name, sum(one.size for one in found), f"{_objects(len(found))}: {note}")
        for name, found in sorted(groups.items(), reverse=True)
    ]


def remove_objects(root: str, group: str, *, depth: int) -> None:
    """Delete the objects that one line of `objects_below` counts, and no others below its folder.

    Args:
        root: Where the run wrote.
        group: The line's name.
        depth: As for `objects_below`.

    Raises:
        InvalidInput: The group is not the run's.
        StudioError: They cannot be listed or deleted; those that are gone are fine.
    """
    if group != root and not group.startswith(f"{root}/"):
        raise InvalidInput(f"{group} is not below {root}, so it is nothing of this run.")
    store = open_store(root)
    for stored in _groups(root, depth).get(group, []):
        with suppress(NotFound):
            store.delete(stored.key)


def unversioned(model: str) -> str:
    """A model's name without a version: only by that the model itself goes."""
    return model.partition("@")[0]


def location_of(resource: str) -> str:
    """The location in ``projects/P/locations/L/models/M``.

    Raises:
        InvalidInput: It is no such name.
    """
    parts = resource.split("/")
    if len(parts) < 6 or parts[2] != "locations":  # noqa: PLR2004 - three pairs of kind and name
        raise InvalidInput(f"{resource[:200]!r} is no model or endpoint of Vertex AI.")
    return parts[3]


def _groups(root: str, depth: int) -> dict[str, list[StoredObject]]:
    """The objects of a run by the address of their folder; none of a whole bucket, which is everybody's."""
    where = parse_address(root)
    if not isinstance(where, CloudAddress) or not where.name:
        return {}
    groups: dict[str, list[StoredObject]] = defaultdict(list)
    for stored in open_store(root).list():
        folders = stored.key.split("/")[:-1][:depth]
        groups["/".join([root, *folders])].append(stored)
    return groups


def _get(kind: str, resource: str) -> Any:
    location = location_of(resource)
    if kind == "model":
        return vertex_client("Model", location).get_model(name=unversioned(resource), **within())
    return vertex_client("Endpoint", location).get_endpoint(name=resource, **within())


def _objects(number: int) -> str:
    return "1 object" if number == 1 else f"{number:,} objects"
