"""What a pipeline's tasks do: told by the names of their outputs, so that any specification works."""

import json
from collections.abc import Iterator
from typing import Any

from gcp_storage_emulator.exceptions import NotFound

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.jobs import Job, Task, WorkError
from tests.doubles.google.registry import add_endpoint, add_model
from tests.doubles.google.spec_tree import Node
from tests.doubles.google.texts import answer_to
from tests.doubles.google.training_events import portions, training_events

EVENTS, PREDICTIONS = "tensorboard_metrics", "output_prediction_gcs_path"
JUDGMENTS = "judgments"
UNJUDGED = "[not to be judged]"
"""A prompt that holds it gets no choice of the made-up autorater."""

SHARDS = 2
UPLOADED = "-bison"  # only these models are uploaded and deployed
DATA_SETS = ("prompt_dataset", "eval_dataset", "input_dataset_uri", "evaluation_dataset")
INVALID = 3


def work_of(cloud: GoogleCloud, job: Job, node: Node, task: Task) -> Iterator[None]:
    """Do a task's work, a part at each `next`, and give its outputs their values.

    Raises:
        WorkError: A data set cannot be read, or the output folder cannot be written.
    """
    directory = job.body["runtimeConfig"]["gcsOutputDirectory"].rstrip("/")
    folder = f"{directory}/{cloud.number}/{job.id}/{node.name}_{task.id}"
    try:
        _require_data_sets(cloud, node)
        if EVENTS in node.output_names("artifacts"):
            yield from _train(cloud, node, task, f"{folder}/{EVENTS}")
        _give_outputs(cloud, job, node, task, folder)
        if PREDICTIONS in node.output_names("parameters"):
            _predict(cloud, node, node.outputs[PREDICTIONS])
        if JUDGMENTS in node.output_names("artifacts"):
            _judge(cloud, node, task.artifacts[JUDGMENTS])
    except NotFound as problem:
        raise WorkError(f"{problem or 'An object'}: not found.", INVALID) from None


def _require_data_sets(cloud: GoogleCloud, node: Node) -> None:
    """What reads a data set fails if it is not there."""
    for value in [node.inputs.get(name) for name in DATA_SETS]:
        if isinstance(value, str) and value.startswith("gs://"):
            read_rows(cloud, value)


def read_rows(cloud: GoogleCloud, address: str) -> list[dict[str, Any]]:
    """The rows of a JSONL object.

    Raises:
        WorkError: It is not there, or is no JSONL.
    """
    try:
        return [json.loads(line) for line in cloud.storage.read(address).splitlines()]
    except NotFound:
        raise WorkError(f"The data set {address} was not found.", INVALID) from None
    except ValueError:
        raise WorkError(f"The data set {address} is not JSON lines.", INVALID) from None


def _train(cloud: GoogleCloud, node: Node, task: Task, folder: str) -> Iterator[None]:
    """Write an event file that grows while the task runs, as TensorFlow's do in a bucket."""
    task.artifacts[EVENTS] = folder
    steps = int(node.above("train_steps") or node.above(_steps_name(node)) or 100)
    for name, content in portions(training_events(reward_model="reward" in node.name, steps=steps)):
        cloud.storage.write(f"{folder}/train/{name}", content)
        yield


def _steps_name(node: Node) -> str:
    return "reward_model_train_steps" if "reward" in node.name else "reinforcement_learning_train_steps"


def _give_outputs(cloud: GoogleCloud, job: Job, node: Node, task: Task, folder: str) -> None:
    task.artifacts |= {name: f"{folder}/{name}" for name in node.output_names("artifacts")}
    for name in node.output_names("parameters"):
        node.outputs[name] = _output(cloud, job, node, name) or _made_up(node, task, name, folder)


def _output(cloud: GoogleCloud, job: Job, node: Node, name: str) -> Any:
    """The outputs that mean something; None for the others."""
    if name == "has_inference_dataset":
        return bool(node.above("eval_dataset"))
    if name.startswith("metadata_"):
        return node.above(name.removeprefix("metadata_"))
    uploads = UPLOADED in str(node.above("large_model_reference")) and node.above("deploy_model")
    if name == "model_resource_name" and uploads:
        title = node.above("model_display_name") or job.id
        return add_model(cloud, job.location, title, dict(job.body.get("labels", {})))
    if name == "endpoint_resource_name" and uploads:
        models = [one["name"] for one in cloud.models.values() if one["labels"] == job.body.get("labels", {})]
        return add_endpoint(cloud, job.location, models[-1])
    return None


def _made_up(node: Node, task: Task, name: str, folder: str) -> Any:
    if name.endswith(("_path", "_uri", "output_prediction")) and not name.startswith("metadata"):
        return f"{folder}/{name}"
    if name.endswith("gcp_resources"):
        place = f"https://aiplatform.googleapis.com/v1/{task.custom_job}"
        return json.dumps({"resources": [{"resourceType": "CustomJob", "resourceUri": place}]})
    return node.default_output(name)


def _predict(cloud: GoogleCloud, node: Node, folder: str) -> None:
    """Answer every prompt, with the tuned model where there is a checkpoint; sharded, so in another order."""
    tuned = bool(node.above("model_checkpoint"))
    instruction = node.above("instruction") or ""
    address = node.above("prompt_dataset")
    lines = [_line(row["input_text"], instruction, tuned=tuned) for row in read_rows(cloud, address)]
    for shard in range(SHARDS):
        content = "".join(json.dumps(line) + "\n" for line in lines[shard::SHARDS])
        cloud.storage.write(f"{folder}/text-{shard:05d}-of-{SHARDS:05d}", content.encode())


def _line(prompt: str, instruction: str, *, tuned: bool) -> dict[str, Any]:
    asked = f"{instruction}\n\n\n{prompt}" if instruction else prompt
    inputs = {"inputs_pretokenized": asked, "targets_pretokenized": ""}
    return {"inputs": inputs, "prediction": answer_to(prompt, tuned=tuned)}


def _judge(cloud: GoogleCloud, node: Node, address: str) -> None:
    """Say that the longer answer is better, as AutoSxS writes it; of some prompts nothing."""
    columns = [node.above("response_column_a"), node.above("response_column_b")]
    context = node.above("autorater_prompt_parameters")["inference_context"]["column"]
    rows = read_rows(cloud, node.above("evaluation_dataset"))
    for name in [*node.above("id_columns"), context, *columns]:
        if any(name not in row for row in rows):
            raise WorkError(f"The column {name} is not in the evaluation dataset.", INVALID)
    lines = [_judgment(row, [row[name] for name in columns], row[context]) for row in rows]
    cloud.storage.write(address, "".join(json.dumps(line) + "\n" for line in lines).encode())


def _judgment(row: dict[str, Any], answers: list[str], context: str) -> dict[str, Any]:
    told = row | {"inference_context": context, "response_a": answers[0], "response_b": answers[1]}
    if UNJUDGED in context:
        return told | {"choice": "Error", "confidence": None, "explanation": "", "error": "Filtered."}
    longer = "A" if len(answers[0]) >= len(answers[1]) else "B"
    return told | {"choice": longer, "confidence": 0.8, "explanation": f"Response {longer} says more."}
