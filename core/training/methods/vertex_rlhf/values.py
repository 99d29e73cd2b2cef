"""From a run's parameters and data sets to the values that the two jobs get."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core.errors import InvalidInput
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters

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
