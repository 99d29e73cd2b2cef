"""Tuning jobs of Gemini: what they take, how they go, what they leave."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gcp_storage_emulator.exceptions import NotFound

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.jobs import TUNINGS, Job, WorkError
from tests.doubles.google.registry import add_endpoint, add_model

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

STAGES = 3
ROW_FIELDS = {
    "preferenceOptimizationSpec": ("contents", "completions"),
    "supervisedTuningSpec": ("contents",),
}
PRE_TUNED = {"tuned_model_name": "tunedModelName", "checkpoint_id": "checkpointId"}
INVALID = 3


def create(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Take a tuning job; the server chooses its id.

    Raises:
        GoogleError: 400, it says nothing of what to tune or on what.
    """
    body = call.body
    kind = next((name for name in ROW_FIELDS if name in body), "")
    if not kind or not body[kind].get("trainingDatasetUri"):
        raise GoogleError(400, "A tuning specification with trainingDatasetUri is required.")
    if not body.get("baseModel") and not body.get("preTunedModel"):
        raise GoogleError(400, "base_model or pre_tuned_model is required.")
    if (
        "preTunedModel" in body
    ):  # google-genai writes these names with underscores; the service answers without
        given = body["preTunedModel"]
        body["preTunedModel"] = {PRE_TUNED.get(name, name): value for name, value in given.items()}
    number, location = cloud.new_id(), call.parts["location"]
    name = f"{cloud.parent(location)}/{TUNINGS}/{number}"
    job = cloud.add(Job(TUNINGS, number, name, location, body))
    job.script = _tune(cloud, job, kind)
    return job.as_json()


def _tune(cloud: GoogleCloud, job: Job, kind: str) -> Iterator[None]:
    _fail_if_planned(cloud, job)
    job.begin()
    for _ in range(STAGES):
        yield
        _fail_if_planned(cloud, job)
        _check_rows(cloud, job.body[kind], kind)
    title = job.body.get("tunedModelDisplayName", job.id)
    model = add_model(cloud, job.location, title, dict(job.body.get("labels", {})))
    endpoint = add_endpoint(cloud, job.location, model)
    job.result["tunedModel"] = {
        "model": f"{model}@1",
        "endpoint": endpoint,
        "checkpoints": _checkpoints(job.body[kind], endpoint),
    }


def _fail_if_planned(cloud: GoogleCloud, job: Job) -> None:
    if failure := cloud.planned_failure(job):
        raise WorkError(failure.message, failure.code)


def _check_rows(cloud: GoogleCloud, spec: dict[str, Any], kind: str) -> None:
    """The data must be there, and every row must have the fields of its kind."""
    for address in (spec["trainingDatasetUri"], spec.get("validationDatasetUri")):
        if not address:
            continue
        try:
            lines = cloud.storage.read(address).splitlines()
        except NotFound:
            raise WorkError(f"Dataset {address} was not found.", INVALID) from None
        for number, line in enumerate(lines, start=1):
            if missing := [name for name in ROW_FIELDS[kind] if name not in json.loads(line)]:
                raise WorkError(f"{address}, row {number}: {missing[0]} is required.", INVALID)


def _checkpoints(spec: dict[str, Any], endpoint: str) -> list[dict[str, str]]:
    epochs = int(spec.get("hyperParameters", {}).get("epochCount") or 1)
    return [
        {"checkpointId": str(epoch), "epoch": str(epoch), "step": str(epoch * 10), "endpoint": endpoint}
        for epoch in range(1, epochs + 1)
    ]
