"""Models and endpoints that tuning leaves, and how they are taken down again."""

from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import not_found, precondition
from tests.doubles.google.job_calls import done, page

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

Answer = dict[str, Any]


def add_model(cloud: GoogleCloud, location: str, title: str, labels: dict[str, str]) -> str:
    """Upload a model; give its name."""
    number = cloud.new_id()
    name = f"{cloud.parent(location)}/models/{number}"
    cloud.models[number] = {
        "name": name,
        "displayName": title,
        "labels": labels,
        "versionId": "1",
        "deployedModels": [],
    }
    return name


def add_endpoint(cloud: GoogleCloud, location: str, model: str) -> str:
    """Deploy a model at an endpoint of its own; give the endpoint's name."""
    number, deployed = cloud.new_id(), cloud.new_id()
    name = f"{cloud.parent(location)}/endpoints/{number}"
    entry = cloud.models.get(_id(model))
    title = entry["displayName"] if entry else ""
    cloud.endpoints[number] = {
        "name": name,
        "displayName": title,
        "deployedModels": [{"id": deployed, "model": model, "displayName": title}],
        "trafficSplit": {deployed: 100},
    }
    if entry:
        entry["deployedModels"].append({"endpoint": name, "deployedModelId": deployed})
    return name


def get_model(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show a model, or that version of it which ``@`` after its id names.

    Raises:
        GoogleError: 404, there is no such model or version.
    """
    model = _found(cloud.models, call)
    version = call.parts["id"].partition("@")[2]
    if version not in {"", "default", model["versionId"]}:
        raise not_found(f"models/{call.parts['id']}")
    return model


def list_models(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the models."""
    return page(call, "models", list(cloud.models.values()))


def delete_model(cloud: GoogleCloud, call: "Call") -> Answer:
    """Remove a model that is not deployed."""
    model = _found(cloud.models, call)
    if model["deployedModels"]:
        raise precondition(f"Model {model['name']} is deployed to an endpoint.")
    del cloud.models[_id(model["name"])]
    return done(cloud, call.parts["location"])


def get_endpoint(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show an endpoint."""
    return _found(cloud.endpoints, call)


def list_endpoints(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the endpoints."""
    return page(call, "endpoints", list(cloud.endpoints.values()))


def undeploy(cloud: GoogleCloud, call: "Call") -> Answer:
    """Take a model off an endpoint."""
    endpoint = _found(cloud.endpoints, call)
    wanted = call.body.get("deployedModelId", "")
    kept = [model for model in endpoint["deployedModels"] if model["id"] != wanted]
    if len(kept) == len(endpoint["deployedModels"]):
        raise not_found(f"DeployedModel {wanted}")
    endpoint["deployedModels"] = kept
    endpoint["trafficSplit"].pop(wanted, None)
    for model in cloud.models.values():
        model["deployedModels"] = [at for at in model["deployedModels"] if at["deployedModelId"] != wanted]
    answer = done(cloud, call.parts["location"])
    kind = "google.cloud.aiplatform.v1.UndeployModelResponse"
    return answer | {"response": {"@type": f"type.googleapis.com/{kind}"}}


def delete_endpoint(cloud: GoogleCloud, call: "Call") -> Answer:
    """Remove an endpoint that serves nothing."""
    endpoint = _found(cloud.endpoints, call)
    if endpoint["deployedModels"]:
        raise precondition(f"Endpoint {endpoint['name']} has deployed or being-deployed DeployedModel(s).")
    del cloud.endpoints[_id(endpoint["name"])]
    return done(cloud, call.parts["location"])


def get_operation(cloud: GoogleCloud, call: "Call") -> Answer:
    """Every operation is over when it is answered first."""
    return done(cloud, call.parts["location"])


def _found(entries: dict[str, Answer], call: "Call") -> Answer:
    entry = entries.get(_id(call.parts["id"]))
    if not entry or f"/locations/{call.parts['location']}/" not in entry["name"]:
        raise not_found(f"{call.parts['collection']}/{call.parts['id']}")
    return entry


def _id(name: str) -> str:
    """The id at the end of a name, without a version."""
    return name.rpartition("/")[2].partition("@")[0]
