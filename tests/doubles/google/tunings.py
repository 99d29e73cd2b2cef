"""Tuning jobs of Gemini: what they take, how they go, what they leave."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gcp_storage_emulator.exceptions import NotFound

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError, not_found
from tests.doubles.google.jobs import TUNINGS, Job, WorkError
from tests.doubles.google.plans import REINFORCED
from tests.doubles.google.registry import add_endpoint, add_model
from tests.doubles.google.reinforcement import checkpoint_steps, reinforce, rows_of
from tests.doubles.google.reward_checks import UNKNOWN, check_spec
from tests.doubles.google.scorers import camel
from tests.doubles.google.tuning_metrics import add_losses, begin_experiment, count_data, write_to_storage
from tests.doubles.google.validation import BETA

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

STAGES = ("PROCESSING_DATASET", "TUNING", "POST_PROCESSING")
PREFERRED = "preferenceOptimizationSpec"
ROW_FIELDS = {
    PREFERRED: ("contents", "completions"),
    "supervisedTuningSpec": ("contents",),
    REINFORCED: ("contents",),
}
SERVED = {"us-central1": "us", "europe-west4": "eu"}
STEPS = 10
INVALID = 3


def create(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Take a tuning job; the server chooses its id.

    Raises:
        GoogleError: 400, it says nothing of what to tune or on what, or what Google does not take.
    """
    body = call.body
    kind = next((name for name in ROW_FIELDS if name in body), "")
    if not kind or not body[kind].get("trainingDatasetUri"):
        raise GoogleError(400, "A tuning specification with trainingDatasetUri is required.")
    if not body.get("baseModel") and not body.get("preTunedModel"):
        raise GoogleError(400, "base_model or pre_tuned_model is required.")
    _check_start(cloud, call, kind)
    if kind == REINFORCED:
        if call.parts["version"] != BETA:
            raise GoogleError(400, UNKNOWN.format(kind))
        cloud.plan.require_region(call.parts["location"])
        check_spec(body[kind])
    number, location = cloud.new_id(), call.parts["location"]
    name = f"{cloud.parent(location)}/{TUNINGS}/{number}"
    job = cloud.add(Job(TUNINGS, number, name, location, body))
    # google-genai writes some names with underscores; the service answers without
    job.result = {key: camel(body[key]) for key in ("preTunedModel", kind) if key in body}
    job.script = _tune(cloud, job, kind)
    return job.as_json()


def _check_start(cloud: GoogleCloud, call: "Call", kind: str) -> None:
    """Refuse a base model that cannot be tuned so, and a tuned one that cannot be gone on from."""
    body = call.body
    if "preTunedModel" not in body:
        if not cloud.plan.takes(kind, body["baseModel"]):
            raise GoogleError(400, f"Base model {body['baseModel']} is not supported.")
        return
    given = camel(body["preTunedModel"])
    before = cloud.tuned.get(given["tunedModelName"].rpartition("/")[2].partition("@")[0])
    if kind != REINFORCED:
        return
    if not before:
        raise not_found(given["tunedModelName"])
    if PREFERRED in before.body:
        raise GoogleError(400, "Continuous tuning from a preference tuned model is not supported.")
    checkpoints = {one["checkpointId"] for one in before.result["tunedModel"]["checkpoints"]}
    if given.get("checkpointId", "") not in checkpoints | {""}:
        raise not_found(f"{given['tunedModelName']}, checkpoint {given['checkpointId']}")
    if not cloud.plan.takes(kind, base_of(cloud, before.body)):
        raise GoogleError(400, f"Base model {base_of(cloud, before.body)} is not supported.")


def base_of(cloud: GoogleCloud, body: dict[str, Any]) -> str:
    """The base model of a tuning, also of one that goes on from another."""
    while "preTunedModel" in body:
        name = camel(body["preTunedModel"])["tunedModelName"]
        before = cloud.tuned.get(name.rpartition("/")[2].partition("@")[0])
        if not before:
            return ""
        body = before.body
    return body.get("baseModel", "")


def _tune(cloud: GoogleCloud, job: Job, kind: str) -> Iterator[None]:
    _fail_if_planned(cloud, job)
    job.begin()
    begin_experiment(cloud, job)
    for _ in reinforce(cloud, job) if kind == REINFORCED else _learn(cloud, job, kind):
        yield
        _fail_if_planned(cloud, job)
    _leave_model(cloud, job, kind)


def _learn(cloud: GoogleCloud, job: Job, kind: str) -> Iterator[None]:
    """Supervised and preference tuning."""
    steps = STEPS * _epochs(job.body[kind])
    for number, stage in enumerate(STAGES):
        job.result["tuningJobState"] = f"TUNING_JOB_STATE_{stage}"
        yield
        _check_rows(cloud, job.body[kind], kind)
        count_data(job, kind, rows_of(cloud, job.body[kind]), steps)
        done = range(1 + steps * number // len(STAGES), 1 + steps * (number + 1) // len(STAGES))
        add_losses(job, kind, done, steps)
        write_to_storage(cloud, job)


def _leave_model(cloud: GoogleCloud, job: Job, kind: str) -> None:
    title = job.body.get("tunedModelDisplayName", job.id)
    model = add_model(cloud, job.location, title, dict(job.body.get("labels", {})))
    cloud.tuned[model.rpartition("/")[2]] = job
    serving = served_in(base_of(cloud, job.body), job.location)
    checkpoints = [
        {
            "checkpointId": str(number),
            "epoch": str(epoch),
            "step": str(step),
            "endpoint": add_endpoint(cloud, serving, model),
        }
        for number, (step, epoch) in enumerate(_checkpoints(cloud, job.body[kind], kind), start=1)
    ]
    job.result["tunedModel"] = {
        "model": f"{model}@1",
        "endpoint": checkpoints[-1]["endpoint"],
        "checkpoints": checkpoints,
    }


def served_in(base: str, location: str) -> str:
    """Where the tuned model answers: one of the third generation in a multi-region."""
    return SERVED.get(location, location) if base.startswith("gemini-3") else location


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


def _epochs(spec: dict[str, Any]) -> int:
    return int(spec.get("hyperParameters", {}).get("epochCount") or 1)


def _checkpoints(cloud: GoogleCloud, spec: dict[str, Any], kind: str) -> list[tuple[int, int]]:
    """Steps and epochs of what is kept."""
    if kind == REINFORCED:
        return checkpoint_steps(spec, rows_of(cloud, spec))
    return [(epoch * STEPS, epoch) for epoch in range(1, _epochs(spec) + 1)]
