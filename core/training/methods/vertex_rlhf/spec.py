"""Google's two pipelines, compiled, and the jobs that are made of them."""

import math
import tempfile
import warnings
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import InvalidInput


class Pipeline(StrEnum):
    """A pipeline by the name that Google gave it."""

    TUNE = "rlhf-train-template"
    ANSWER = "infer-eval-template"


LABEL = "prefstudio-run"
"""The label of a job that says which run it belongs to."""

DISPLAY_NAME = 128
TYPES: dict[str, Callable[[Any], bool]] = {
    "STRING": lambda value: isinstance(value, str),
    "BOOLEAN": lambda value: isinstance(value, bool),
    "NUMBER_INTEGER": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "NUMBER_DOUBLE": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    ),
}


@cache
def compiled(pipeline: Pipeline) -> str:
    """The pipeline as YAML, the very text that a job is made of; takes half a second the first time."""
    from kfp.compiler import Compiler  # noqa: PLC0415 - slow to import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{pipeline.value}.yaml"
        Compiler().compile(_component(pipeline), str(path))
        return path.read_text(encoding="utf-8")


@cache
def specification(pipeline: Pipeline) -> dict[str, Any]:
    """The compiled pipeline as data; not to be changed."""
    import yaml  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import; comes with kfp

    loaded: dict[str, Any] = yaml.load(compiled(pipeline), Loader=_loader(yaml))  # noqa: S506 - a safe one
    return loaded


def checked_values(pipeline: Pipeline, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are sent: None means "not given".

    Google's SDK checks neither types nor whether something is missing; a job would fail hours later.

    Raises:
        InvalidInput: An unknown name, a wrong type, or a required one missing.
    """
    inputs = specification(pipeline)["root"]["inputDefinitions"]["parameters"]
    given = {name: value for name, value in values.items() if value is not None}
    for name in given.keys() - inputs.keys():
        raise InvalidInput(f"The pipeline {pipeline.value} has no parameter {name}; take it out.")
    for name, about in inputs.items():
        if name in given:
            _require_type(name, about["parameterType"], given[name])
        elif not about.get("isOptional"):
            raise InvalidInput(f"The pipeline {pipeline.value} needs a value for {name}; give one.")
    return given


def pipeline_job(
    pipeline: Pipeline,
    values: Mapping[str, Any],
    *,
    run: str,
    title: str,
    root: str,
    service_account: str,
) -> Any:
    """The message that creates a job.

    Args:
        pipeline: Which.
        values: Its parameters, checked here once more.
        run: The run's job id, for the label.
        title: What Google's console shows.
        root: Where it writes, a ``gs://`` address.
        service_account: The account it runs as, or nothing for the project's default.

    Returns:
        A ``google.cloud.aiplatform_v1.PipelineJob``.

    Raises:
        InvalidInput: A value does not fit.
    """
    from google.cloud.aiplatform_v1 import PipelineJob  # noqa: PLC0415 - slow to import

    parameters = checked_values(pipeline, values)
    return PipelineJob(
        display_name=title[:DISPLAY_NAME],
        pipeline_spec=specification(pipeline),
        labels={LABEL: run},
        runtime_config=PipelineJob.RuntimeConfig(gcs_output_directory=root, parameter_values=parameters),
        service_account=service_account,
    )


def _component(pipeline: Pipeline) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"dsl\.Condition is deprecated", DeprecationWarning)
        from google_cloud_pipeline_components.preview import llm  # noqa: PLC0415 - slow to import

    return llm.rlhf_pipeline if pipeline == Pipeline.TUNE else llm.infer_pipeline


def _loader(yaml: Any) -> Any:
    """The quick safe loader where libyaml is there: 0.1 s instead of one."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _require_type(name: str, kind: str, value: Any) -> None:
    if not TYPES[kind](value):
        raise InvalidInput(
            f"{name} must be of type {kind}, not {type(value).__name__} (it is {str(value)[:80]!r})."
        )
