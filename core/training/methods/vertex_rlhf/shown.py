"""What will be sent, for people to read: the run's own values first, below them Google's whole pipeline."""

import json
from collections.abc import Mapping
from typing import Any

from core.cloud import cloud_settings
from core.datasets import DatasetView
from core.errors import InvalidInput
from core.training.google.inputs import is_in_cloud
from core.training.google.places import RUN_ID, root_of
from core.training.method import Plan
from core.training.methods.vertex_rlhf.spec import Pipeline, checked_values, compiled
from core.training.methods.vertex_rlhf.values import base_values, checked_parameters, tune_values

ABOUT = (
    "What this run sends; what stands in <…> is known at launch.\n"
    "Below: Google's pipeline {}, for every run the same."
)


def shown(plan: Plan) -> str:
    """The values as comments, then the template: a YAML parser reads the very pipeline of the job.

    Nobody is asked for it.

    Raises:
        InvalidInput: A value does not fit.
    """
    values = json.dumps(_jobs(plan), indent=2, ensure_ascii=False)
    text = f"{ABOUT.format(Pipeline.TUNE.value)}\n\n{values}\n\n"
    lines = _printable(text).split("\n")
    return "\n".join(f"# {line}".rstrip() for line in lines) + f"\n{compiled(Pipeline.TUNE)}"


def _jobs(plan: Plan) -> dict[str, Any]:
    """What the tuning job gets, and what the base model's gets, if there is an evaluation set."""
    addresses = {role: _address(dataset) for role, dataset in plan.inputs.items()}
    tune = checked_values(Pipeline.TUNE, tune_values(checked_parameters(plan.parameters), addresses))
    jobs = {"tuning job": _job(Pipeline.TUNE, tune)}
    if (base := base_values(tune)) is not None:
        jobs["base model's job"] = _job(Pipeline.ANSWER, checked_values(Pipeline.ANSWER, base))
    return jobs


def _job(pipeline: Pipeline, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "pipeline": pipeline.value,
        "pipeline_root": _root(),
        "service_account": cloud_settings().service_account or "<the project's default>",
        "parameter_values": dict(values),
    }


def _address(dataset: DatasetView) -> str:
    """Where the job reads a set: one in a bucket is read there, another one is uploaded at launch."""
    return dataset.address if is_in_cloud(dataset) else f"<address of data set {dataset.name}>"


def _root() -> str:
    try:
        return root_of(RUN_ID)
    except InvalidInput as error:
        return f"<{error}>"


def _printable(text: str) -> str:
    """With everything escaped that a YAML parser refuses or takes for the end of a line."""
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text)
