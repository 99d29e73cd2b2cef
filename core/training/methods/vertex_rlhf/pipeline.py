"""Google's pipelines, compiled; the values and jobs a run makes of them, and their text for people."""

import json
import math
import tempfile
import warnings
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.cloud import cloud_settings
from core.datasets import DatasetView
from core.errors import InvalidInput
from core.training.google import LABEL, RUN_ID, is_in_cloud, root_of
from core.training.method import Plan
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters


class Pipeline(StrEnum):
    """A pipeline by the name that Google gave it."""

    TUNE = "rlhf-train-template"
    ANSWER = "infer-eval-template"
    JUDGE = "autosxs-template"


DISPLAY_NAME = 128
TYPES: dict[str, Callable[[Any], bool]] = {
    "STRING": lambda value: isinstance(value, str),
    "BOOLEAN": lambda value: isinstance(value, bool),
    "NUMBER_INTEGER": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "NUMBER_DOUBLE": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    ),
    "LIST": lambda value: isinstance(value, list),
    "STRUCT": lambda value: isinstance(value, dict),
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

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one where libyaml is there
    loaded: dict[str, Any] = yaml.load(compiled(pipeline), Loader=loader)  # noqa: S506 - a safe one
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


def pipeline_job(pipeline: Pipeline, values: Mapping[str, Any], *, run: str, title: str, root: str) -> Any:
    """The message that creates a job.

    Args:
        pipeline: Which.
        values: Its parameters, checked here once more.
        run: The run's job id, for the label.
        title: What Google's console shows.
        root: Where it writes, a ``gs://`` address.

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
        service_account=cloud_settings().service_account,  # or nothing for the project's default
    )


def _component(pipeline: Pipeline) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"dsl\.Condition is deprecated", DeprecationWarning)
        warnings.filterwarnings("ignore", "The default base_image used by", FutureWarning)
        if pipeline == Pipeline.JUDGE:
            from google_cloud_pipeline_components.v1 import model_evaluation  # noqa: PLC0415 - slow to import

            return model_evaluation.autosxs_pipeline
        from google_cloud_pipeline_components.preview import llm  # noqa: PLC0415 - slow to import

    return llm.rlhf_pipeline if pipeline == Pipeline.TUNE else llm.infer_pipeline


def _require_type(name: str, kind: str, value: Any) -> None:
    if not TYPES[kind](value):
        raise InvalidInput(
            f"{name} must be of type {kind}, not {type(value).__name__} (it is {str(value)[:80]!r})."
        )


OF_THE_BASE_MODEL = (
    "large_model_reference",
    "prompt_sequence_length",
    "target_sequence_length",
    "instruction",
    "project",
    "location",
    "accelerator_type",
    "encryption_spec_key_name",
)
WHOLE = frozenset({"prompt_sequence_length", "target_sequence_length"})


def checked_parameters(values: Mapping[str, Any]) -> VertexRlhfParameters:
    """The typed parameters.

    Raises:
        InvalidInput: A value is missing, unknown, of a wrong type or out of range.
    """
    try:
        return VertexRlhfParameters.model_validate(dict(values))
    except ValidationError as error:
        problems = ("; ".join(_problem(item) for item in error.errors(include_url=False)))[:1000]
        raise InvalidInput(f"The parameters do not fit Google's pipeline: {problems}.") from None


def tune_values(parameters: VertexRlhfParameters, datasets: Mapping[str, str]) -> dict[str, Any]:
    """What the tuning job gets; ``datasets`` are addresses by role."""
    values = parameters.model_dump()
    values["project"] = values["project"] or None  # then the pipeline takes the one that its job is in
    return values | dict(datasets)


def base_values(tune: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the job gets in which the untuned model answers, from what the tuning job got.

    Without a checkpoint ``infer_pipeline`` takes the model as it is. None where there is nothing to answer.
    """
    if not tune.get("eval_dataset"):
        return None
    kept = {name: tune[name] for name in OF_THE_BASE_MODEL if name in tune}
    whole = {name: int(kept[name]) for name in WHOLE & kept.keys()}  # Google gives numbers back as floats
    return kept | whole | {"prompt_dataset": tune["eval_dataset"]}


def _problem(item: Any) -> str:
    place = ".".join(str(part) for part in item["loc"])
    message = item["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


ABOUT = (
    "What this run sends; what stands in <…> is known at launch.\n"
    "Below: Google's pipeline {}, for every run the same."
)


def specification_text(plan: Plan) -> str:
    """The values as comments, then the template: a YAML parser reads the very pipeline of the job.

    Nobody is asked for it.

    Raises:
        InvalidInput: A value does not fit.
    """
    return template_text(Pipeline.TUNE, _jobs(plan))


def template_text(pipeline: Pipeline, jobs: Mapping[str, Any]) -> str:
    """What each job gets as comments, then the template."""
    values = json.dumps(jobs, indent=2, ensure_ascii=False)
    text = f"{ABOUT.format(pipeline.value)}\n\n{values}\n\n"
    lines = _printable(text).split("\n")
    return "\n".join(f"# {line}".rstrip() for line in lines) + f"\n{compiled(pipeline)}"


def _jobs(plan: Plan) -> dict[str, Any]:
    """What the tuning job gets, and what the base model's gets, if there is an evaluation set."""
    addresses = {role: _address(dataset) for role, dataset in plan.inputs.items()}
    tune = checked_values(Pipeline.TUNE, tune_values(checked_parameters(plan.parameters), addresses))
    jobs = {"tuning job": shown_job(Pipeline.TUNE, tune)}
    if (base := base_values(tune)) is not None:
        jobs["base model's job"] = shown_job(Pipeline.ANSWER, checked_values(Pipeline.ANSWER, base))
    return jobs


def shown_job(pipeline: Pipeline, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a job gets, for people to read."""
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
