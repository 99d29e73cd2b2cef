"""Which operation a request asks for, and who does it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.doubles.google import (
    answering,
    around,
    batches,
    job_calls,
    pipelines,
    registry,
    tensorboards,
    tunings,
    validation,
)
from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError

Answer = dict[str, Any]
VERTEX = re.compile(
    r"/(?P<version>v1(?:beta1)?)/projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)"
    r"/(?P<collection>[a-zA-Z]+)"
    r"(?:/(?P<id>[^/:]+))?(?::(?P<verb>\w+))?"
)
VERBS = {"undeployModel": "undeploy"}
PLACE = r"/v1(?:beta1)?/projects/(?P<project>[^/]+)/locations/(?P<location>[^/]+)/"
BOARD = rf"{PLACE}(?P<collection>tensorboards)/(?P<id>[^/:]+)"
EXPERIMENT = rf"{BOARD}/experiments/(?P<experiment>[^/:]+)"
BELOW = {
    "contexts.get": rf"GET {PLACE}metadataStores/(?P<store>[^/]+)/(?P<collection>contexts)/(?P<id>[^/:]+)",
    "tensorboards.batchRead": rf"GET {BOARD}:batchRead",
    "tensorboardExperiments.list": rf"GET {BOARD}/experiments",
    "tensorboardRuns.list": rf"GET {EXPERIMENT}/runs",
    "tensorboardTimeSeries.list": rf"GET {EXPERIMENT}/runs/(?P<run>[^/:]+)/timeSeries",
    "tensorboardTimeSeries.export": rf"POST {EXPERIMENT}/runs/(?P<run>[^/:]+)/timeSeries/(?P<series>[^/:]+)"
    r":exportTensorboardTimeSeries",
    "models.generateContent": rf"POST {PLACE}publishers/google/(?P<collection>models)/(?P<id>[^/:]+)"
    r":generateContent",
}
"""Places deeper than a collection, which name a location too."""

PERMISSIONS = dict.fromkeys(("models.generateContent", "endpoints.generateContent"), "endpoints.predict")
"""What a call needs that is called otherwise."""

AROUND = {
    "services.batchGet": r"GET /v1/projects/(?P<project>[^/]+)/services:batchGet",
    "projects.testIamPermissions": r"POST /v\d/projects/(?P<project>[^/:]+):testIamPermissions",
    "serviceAccounts.testIamPermissions": r"POST /v1/projects/(?P<project>[^/]+)/serviceAccounts/"
    r"(?P<id>[^/:]+):testIamPermissions",
    "quotas.list": r"GET /v1(?:beta1)?/projects/(?P<project>[^/]+)/services/(?P<id>[^/]+)"
    r"/consumerQuotaMetrics(?:/(?P<metric>.+))?",
    "quotaInfos.list": r"GET /v1/projects/(?P<project>[^/]+)/locations/global/services/(?P<id>[^/]+)"
    r"/quotaInfos(?:/(?P<metric>[^/]+))?",
    "entries.list": r"POST /v2/entries:list",
}


@dataclass(frozen=True)
class Call:
    """A request, understood.

    Attributes:
        operation: Such as ``pipelineJobs.create``.
        parts: What the path names: project, location, collection, id, metric.
        query: The last value of each parameter; ``lists`` has all of them.
    """

    operation: str
    parts: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    body: Answer = field(default_factory=dict)


OPERATIONS: dict[str, Callable[[GoogleCloud, Call], Answer]] = {
    "pipelineJobs.create": pipelines.create,
    "tuningJobs.create": tunings.create,
    "batchPredictionJobs.create": batches.create,
    **{
        f"{kind}.{verb}": function
        for kind in ("pipelineJobs", "tuningJobs", "batchPredictionJobs")
        for verb, function in job_calls.SHARED.items()
    },
    "models.get": registry.get_model,
    "models.list": registry.list_models,
    "models.delete": registry.delete_model,
    "endpoints.get": registry.get_endpoint,
    "endpoints.list": registry.list_endpoints,
    "endpoints.undeploy": registry.undeploy,
    "endpoints.delete": registry.delete_endpoint,
    "operations.get": registry.get_operation,
    "tuningJobs.validateReinforcementTuningReward": validation.validate_reward,
    "models.generateContent": answering.ask_publisher,
    "endpoints.generateContent": answering.ask_endpoint,
    "contexts.get": tensorboards.get_context,
    "tensorboards.list": tensorboards.list_boards,
    "tensorboards.batchRead": tensorboards.batch_read,
    "tensorboardExperiments.list": tensorboards.list_experiments,
    "tensorboardRuns.list": tensorboards.list_runs,
    "tensorboardTimeSeries.list": tensorboards.list_series,
    "tensorboardTimeSeries.export": tensorboards.export,
    "services.batchGet": around.enabled_services,
    "projects.testIamPermissions": around.test_permissions,
    "serviceAccounts.testIamPermissions": around.test_permissions,
    "quotas.list": around.quotas,
    "quotaInfos.list": around.quota_infos,
    "entries.list": around.log_entries,
}


def understand(method: str, path: str) -> tuple[str, dict[str, str]]:
    """Name the operation of a path, and the parts of it.

    Raises:
        GoogleError: 404, this cloud has no such address.
    """
    for operation, pattern in (AROUND | BELOW).items():
        if found := re.fullmatch(pattern, f"{method} {path}"):
            return operation, _parts(found)
    found = VERTEX.fullmatch(path)
    if not found:
        raise GoogleError(404, f"The requested URL {path} was not found on this server.")
    parts = _parts(found)
    return f"{parts['collection']}.{_verb(method, parts)}", parts


def _parts(found: re.Match[str]) -> dict[str, str]:
    """What the path names; clients write ``models/1@2`` as ``models/1%402``."""
    return {name: unquote(part or "") for name, part in found.groupdict().items()}


def _verb(method: str, parts: dict[str, str]) -> str:
    if parts["verb"]:
        return VERBS.get(parts["verb"], parts["verb"])
    whole = {"GET": "list", "POST": "create"}
    return {"GET": "get", "DELETE": "delete"}.get(method, "") if parts["id"] else whole.get(method, "")


def answer(cloud: GoogleCloud, call: Call) -> Answer:
    """Do what is asked, if this project and this caller may.

    Raises:
        GoogleError: Whatever the service refuses with.
    """
    function = OPERATIONS.get(call.operation)
    if not function:
        raise GoogleError(501, f"Operation {call.operation} is not implemented.")
    cloud.require_project(call.parts.get("project", cloud.project))
    if "collection" in call.parts:
        around.require_enabled(cloud, "aiplatform.googleapis.com")
        permission = PERMISSIONS.get(call.operation, call.operation)
        around.require_permission(cloud, f"aiplatform.{permission}", call.parts["location"])
    with cloud.lock:
        return function(cloud, call)
