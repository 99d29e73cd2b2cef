"""Batch prediction: requests read from one object, answers written to another."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gcp_storage_emulator.exceptions import NotFound

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.jobs import BATCHES, Job, WorkError, rfc3339
from tests.doubles.google.texts import answer_to

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

REFUSED = "Bad Request: the request was blocked by the safety filter."
INVALID = 3


def create(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Take a batch job; the server chooses its id.

    Raises:
        GoogleError: 400, it does not say which model, from where or to where.
    """
    body = call.body
    source = body.get("inputConfig", {}).get("gcsSource", {}).get("uris")
    target = body.get("outputConfig", {}).get("gcsDestination", {}).get("outputUriPrefix")
    if not (body.get("model") and source and target):
        raise GoogleError(400, "model, input_config.gcs_source and output_config are required.")
    number, location = cloud.new_id(), call.parts["location"]
    _require_served(cloud, body["model"], location)
    name = f"{cloud.parent(location)}/{BATCHES}/{number}"
    job = cloud.add(Job(BATCHES, number, name, location, body))
    job.script = _predict(cloud, job)
    return job.as_json()


def _require_served(cloud: GoogleCloud, model: str, location: str) -> None:
    """Refuse a tuned model, or its endpoint, that is served elsewhere."""
    if "/endpoints/" in model and f"/locations/{location}/" not in model:
        raise GoogleError(400, f"Endpoint {model} is not served in {location}.")
    kept = cloud.models.get(model.rpartition("/")[2].partition("@")[0])
    served = [one["endpoint"] for one in kept["deployedModels"]] if kept else []
    if served and not any(f"/locations/{location}/" in endpoint for endpoint in served):
        raise GoogleError(400, f"Model {model} is not served in {location}.")


def _predict(cloud: GoogleCloud, job: Job) -> Iterator[None]:
    job.begin()
    yield
    if failure := cloud.planned_failure(job):
        raise WorkError(failure.message, failure.code)
    answers = [_answer(cloud, job, number, request) for number, request in enumerate(_requests(cloud, job))]
    prefix = job.body["outputConfig"]["gcsDestination"]["outputUriPrefix"].rstrip("/")
    folder = f"{prefix}/prediction-model-{rfc3339(datetime.now(UTC))}"
    # The service does not keep the order of the requests.
    content = "".join(json.dumps(answer) + "\n" for answer in reversed(answers))
    try:
        cloud.storage.write(f"{folder}/predictions.jsonl", content.encode())
    except NotFound:
        raise WorkError(f"Could not write to {prefix}: the bucket does not exist.", INVALID) from None
    failed = sum(1 for answer in answers if answer["status"])
    job.result["outputInfo"] = {"gcsOutputDirectory": folder}
    job.result["completionStats"] = {
        "successfulCount": str(len(answers) - failed),
        "failedCount": str(failed),
    }


def _requests(cloud: GoogleCloud, job: Job) -> Iterator[dict[str, Any]]:
    for address in job.body["inputConfig"]["gcsSource"]["uris"]:
        try:
            lines = cloud.storage.read(address).splitlines()
        except NotFound:
            raise WorkError(f"The input {address} was not found.", INVALID) from None
        for line in lines:
            request = json.loads(line).get("request")
            if not request or "contents" not in request:
                raise WorkError(f"{address}: every line needs request.contents.", INVALID)
            yield request


def _answer(cloud: GoogleCloud, job: Job, number: int, request: dict[str, Any]) -> dict[str, Any]:
    line = {"status": "", "processed_time": rfc3339(datetime.now(UTC)), "request": request}
    if number < cloud.batch_refusals:
        return line | {"status": REFUSED, "response": {}}
    prompt = request["contents"][-1]["parts"][0]["text"]
    text = answer_to(prompt, tuned="publishers/" not in job.body["model"])
    candidate = {
        "content": {"role": "model", "parts": [{"text": text}]},
        "finishReason": "STOP",
        "avgLogprobs": -0.1,
    }
    counts = {"promptTokenCount": len(prompt) // 4, "candidatesTokenCount": len(text) // 4}
    usage = counts | {"totalTokenCount": sum(counts.values())}
    return line | {"response": {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini"}}
