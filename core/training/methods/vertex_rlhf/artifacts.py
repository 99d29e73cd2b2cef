"""What the tasks of a job left behind, taken from the job's details."""

from collections.abc import Iterator
from typing import Any

from core.db import clean_text
from core.training.method import ArtifactReport
from core.training.methods.vertex_rlhf.tasks import task_details

OUTPUT = "output:"
MOUNTED = "/gcs/"
PREDICTIONS = "output_prediction"
KNOWN = {
    "tensorboard_metrics": "tensorboard_metrics",
    "output_prediction_gcs_path": PREDICTIONS,
    "output_model_path": "output_model",
    "output_adapter_path": "output_adapter",
    "model_resource_name": "model_resource_name",
    "endpoint_resource_name": "endpoint_resource_name",
}
"""Names of the outputs the studio keeps, and what it calls them."""

RESOURCE = "_resource_name"
"""The end of the names of outputs that hold the name of a resource; the others hold an address."""


def artifacts_of(job: Any, *, prefix: str = "", predictions: str = PREDICTIONS) -> tuple[ArtifactReport, ...]:
    """The outputs that hold an address in the cloud or the name of a resource; an output may be any text.

    Args:
        job: A ``PipelineJob``.
        prefix: Put before each task's name, as in the task reports.
        predictions: What the model's answers are called, as base and tuned model have a job each.
    """
    return tuple(
        ArtifactReport(prefix + task, predictions if KNOWN[name] == PREDICTIONS else KNOWN[name], address)
        for task, detail in task_details(job).items()
        if not _is_group(detail)
        for name, address in sorted(_outputs(detail).items())
    )


def resources_of(job: Any, name: str) -> list[str]:
    """The full names of models or endpoints that the job made."""
    return list(dict.fromkeys(one.address for one in artifacts_of(job) if one.name == name))


def _outputs(detail: Any) -> dict[str, str]:
    known = {name: _plain(clean_text(value)) for name, value in _named_outputs(detail) if name in KNOWN}
    return {name: value for name, value in known.items() if value.startswith(_beginning(name))}


def _beginning(name: str) -> str:
    """How the value of an output begins; nothing else is kept, least of all a path of this machine."""
    return "projects/" if name.endswith(RESOURCE) else "gs://"


def _named_outputs(detail: Any) -> Iterator[tuple[str, str]]:
    metadata = dict(detail.execution.metadata or {})
    for name, value in metadata.items():
        if name.startswith(OUTPUT) and isinstance(value, str):
            yield name.removeprefix(OUTPUT), value
    for name, listed in detail.outputs.items():
        for artifact in listed.artifacts[:1]:
            yield name, artifact.uri


def _plain(value: str) -> str:
    """An address as the studio writes it; inside the tasks buckets are mounted below /gcs/."""
    return f"gs://{value.removeprefix(MOUNTED)}" if value.startswith(MOUNTED) else value


def _is_group(detail: Any) -> bool:
    """Groups repeat the outputs of their tasks."""
    return bool(detail.execution.schema_title == "system.DagExecution")
