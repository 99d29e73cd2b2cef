"""The request that tunes, made of google-genai's own types: a dict loses the checkpoint to start from."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.datasets.exports import GEMINI, GEMINI_RLHF, GEMINI_SUPERVISED, Export
from core.training.google import LABEL

if TYPE_CHECKING:
    from google.genai.types import CreateTuningJobConfig, TuningDataset


@dataclass(frozen=True)
class TuningKind:
    """What tells the ways of tuning Gemini apart.

    Attributes:
        method: What google-genai calls it; without it, it would send the fields of two at once.
        spec: Where a tuning job has its settings.
        training_role: The role of the set that is trained on.
        always: What is sent whatever the parameters are.
    """

    method: str
    spec: str
    training_role: str
    always: Mapping[str, Any] = field(default_factory=dict)


KINDS = {
    GEMINI: TuningKind(
        "PREFERENCE_TUNING",
        "preference_optimization_spec",
        "preference_dataset",
        {"export_last_checkpoint_only": False},  # a run lists every checkpoint, to go on from
    ),
    GEMINI_SUPERVISED: TuningKind("SUPERVISED_FINE_TUNING", "supervised_tuning_spec", "preference_dataset"),
    GEMINI_RLHF: TuningKind("REINFORCEMENT_TUNING", "reinforcement_tuning_spec", "prompt_dataset"),
}
VALIDATION_ROLE = "validation_dataset"

ADAPTERS = {1: "ONE", 2: "TWO", 4: "FOUR", 8: "EIGHT", 16: "SIXTEEN"}
PASSED_ON = (
    "epoch_count",
    "learning_rate_multiplier",
    "beta",
    "batch_size",
    "samples_per_prompt",
    "max_output_tokens",
    "thinking_level",
    "evaluate_interval",
    "checkpoint_interval",
)
"""Parameters that Google knows by the same names; what is not set is left to Google."""


def quieten() -> None:
    """Stop google-genai's warnings of what is as it should be; a context for it would be other threads' too.

    It calls its tuning experimental, and does not know two levels of thinking that the service has.
    """
    for message in (
        "The SDK's tuning implementation is experimental",
        ".* is not a valid ReinforcementTuningThinkingLevel",
    ):
        warnings.filterwarnings("ignore", message=message)


@dataclass(frozen=True)
class TuningRequest:
    """The arguments of ``client.tunings.tune``."""

    base_model: str
    training_dataset: "TuningDataset"
    config: "CreateTuningJobConfig"

    def as_json(self) -> dict[str, Any]:
        """For people to read."""
        said: dict[str, Any] = {
            "training_dataset": self.training_dataset.model_dump(mode="json", exclude_none=True),
            "config": self.config.model_dump(mode="json", exclude_none=True),
        }
        return {"base_model": self.base_model, **said}


def tuning_request(
    parameters: Mapping[str, Any],
    export_format: Export,
    datasets: Mapping[str, str],
    job_id: str,
    reward: Mapping[str, Any] | None = None,
) -> TuningRequest:
    """The request for a run.

    Args:
        parameters: The run's.
        export_format: That of the training rows.
        datasets: Addresses by role.
        job_id: The run's; the job is found again by it.
        reward: As `core.training.google.reward_fields` gives it; for reinforcement only.
    """
    from google.genai.types import CreateTuningJobConfig, TuningDataset, TuningValidationDataset  # noqa: PLC0415 - slow to import

    quieten()
    kind = KINDS[export_format]
    model, _, checkpoint = (parameters.get("start_from") or parameters["base_model"]).partition("#")
    validation = datasets.get(VALIDATION_ROLE)
    given = {name: parameters[name] for name in PASSED_ON if parameters.get(name) is not None}
    config = CreateTuningJobConfig(
        method=kind.method,
        tuned_model_display_name=job_id,
        labels={LABEL: job_id},
        adapter_size=f"ADAPTER_SIZE_{ADAPTERS[parameters['adapter_size']]}",
        pre_tuned_model_checkpoint_id=checkpoint or None,
        validation_dataset=TuningValidationDataset(gcs_uri=validation) if validation else None,
        **kind.always,
        **given,
        **(reward or {}),
    )
    return TuningRequest(model, TuningDataset(gcs_uri=datasets[kind.training_role]), config)
