"""The parameters of Google's RLHF pipeline with its defaults and ranges, and presets.

Source: ``preview.llm.rlhf_pipeline`` in google-cloud-pipeline-components 2.22.0; a contract test compares.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.cloud import Accelerator
from core.datasets import DatasetView
from core.training.methods.parameter_types import (
    ONE_INSTRUCTION,
    POLICY_RATE,
    PREFERENCE_STEPS,
    PROMPT_STEPS,
    REWARD_MODEL_RATE,
    Instruction,
    KlCoeff,
    Multiplier,
    PolicyRate,
    PolicySteps,
    RewardModelSteps,
)
from core.training.parameters import Parameter, steps_for_epochs

ONLY_ON_TPU = frozenset({"t5-large", "t5-xl", "t5-xxl"})
"""Source: the pipeline's own documentation of ``large_model_reference``."""

LargeModel = Literal[
    "t5-small",
    "t5-large",
    "t5-xl",
    "t5-xxl",
    "llama-2-7b",
    "llama-2-13b",
    "llama-2-7b-chat",
    "llama-2-13b-chat",
    "text-bison@001",
    "text-bison@002",
    "chat-bison@001",
]
Location = Literal[
    "us-central1",
    "europe-west4",
    "asia-northeast1",
    "asia-northeast3",
    "asia-southeast1",
    "europe-west1",
    "europe-west2",
    "europe-west3",
    "europe-west9",
    "northamerica-northeast1",
    "us-east4",
    "us-west1",
    "us-west4",
]
PROJECT = r"^([a-z][a-z0-9.:-]*[a-z0-9])?$"
KEY = r"^(projects/[^/\s]+/locations/[^/\s]+/keyRings/[^/\s]+/cryptoKeys/[^/\s]+)?$"
TENSORBOARD = r"^(projects/[0-9]+/locations/[a-z0-9-]+/tensorboards/[^/\s]+)?$"
MOST_STEPS = 1_000_000


class VertexRlhfParameters(BaseModel):
    """What a person may set before a run on Vertex AI; values of another type are refused, not converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    large_model_reference: LargeModel = Field(
        description="The model to tune. t5-large, t5-xl and t5-xxl only run on TPU. "
        "The bison models were shut down in April 2025."
    )
    accelerator_type: Annotated[Accelerator, Parameter(prominent=True)] = Field(
        default="GPU",
        description="GPU tunes on 8 × A100 80 GB in us-central1, TPU on 64 cores of TPU v3 in europe-west4.",
    )
    location: Annotated[Location, Parameter(prominent=True)] = Field(
        default="us-central1",
        description="Where the pipeline itself and its small tasks run; choose the accelerator's region, and "
        "buckets that fit it.",
    )
    reward_model_train_steps: RewardModelSteps = Field(
        default=1000, ge=1, le=MOST_STEPS, description=PREFERENCE_STEPS
    )
    reinforcement_learning_train_steps: PolicySteps = Field(
        default=1000, ge=1, le=MOST_STEPS, description=PROMPT_STEPS
    )
    instruction: Instruction = Field(default=None, description=ONE_INSTRUCTION)
    prompt_sequence_length: int = Field(
        default=512,
        ge=1,
        le=8192,
        description="Tokens of a prompt that are read, at most 8,192; the rest is cut off. "
        "More take more memory.",
    )
    target_sequence_length: int = Field(
        default=64,
        ge=1,
        le=1024,
        description="Tokens of an answer, at most 1,024; the rest is cut off. More take more memory.",
    )
    reward_model_learning_rate_multiplier: Multiplier = Field(default=1.0, description=REWARD_MODEL_RATE)
    reinforcement_learning_rate_multiplier: PolicyRate = Field(
        default=1.0, description=f"{POLICY_RATE} The course's best run used 0.2."
    )
    kl_coeff: KlCoeff = Field(
        default=0.1,
        description="How strongly the policy is held near the model it started from. "
        "With 0 the reference model is not even loaded, and nothing holds it.",
    )
    model_display_name: str | None = Field(
        default=None,
        max_length=128,
        description="The tuned model's name in the Model Registry; else made up.",
    )
    deploy_model: bool = Field(
        default=True,
        description="Whether to put the tuned model behind an endpoint; only bison models ever were.",
    )
    project: str = Field(
        default="",
        pattern=PROJECT,
        description="Project that the tuning jobs run in; empty for the account's own.",
    )
    encryption_spec_key_name: str = Field(
        default="",
        pattern=KEY,
        description="Your own encryption key, projects/…/locations/…/keyRings/…/cryptoKeys/…; "
        "only with GPU and the location us-central1.",
    )
    tensorboard_resource_id: str = Field(
        default="",
        pattern=TENSORBOARD,
        description="A TensorBoard to send the curves to as well, "
        "projects/<number>/locations/<location>/tensorboards/<id>. The studio does not need it.",
    )

    @model_validator(mode="after")
    def _fit(self) -> "VertexRlhfParameters":
        if self.large_model_reference in ONLY_ON_TPU and self.accelerator_type != "TPU":
            msg = (
                f"{self.large_model_reference} only runs on TPU in europe-west4: set accelerator_type to TPU"
            )
            raise ValueError(msg)
        on_gpu = self.accelerator_type == "GPU" and self.location == "us-central1"
        if self.encryption_spec_key_name and not on_gpu:
            msg = "encryption_spec_key_name only works with accelerator_type GPU and the location us-central1"
            raise ValueError(msg)
        return self


# The model and both pairs of step counts are those of the public course on this pipeline.
COURSE = {
    "large_model_reference": "llama-2-7b",
    "prompt_sequence_length": 512,
    "target_sequence_length": 64,
    "reward_model_learning_rate_multiplier": 1.0,
    "kl_coeff": 0.1,
}
SMALL = {
    "reward_model_train_steps": 1410,
    "reinforcement_learning_train_steps": 320,
    "reinforcement_learning_rate_multiplier": 1.0,
}
FULL = {
    "reward_model_train_steps": 10_000,
    "reinforcement_learning_train_steps": 10_000,
    "reinforcement_learning_rate_multiplier": 0.2,
}


def presets(inputs: Mapping[str, DatasetView]) -> dict[str, dict[str, Any]]:
    """Well-known settings by name; the write-up's one pass needs both data sets to be chosen."""
    found: dict[str, dict[str, Any]] = {"course, small": COURSE | SMALL, "course, full": COURSE | FULL}
    preferences, prompts = inputs.get("preference_dataset"), inputs.get("prompt_dataset")
    if preferences is not None and prompts is not None:
        found["write-up, 1 epoch each"] = {
            "reward_model_train_steps": max(1, steps_for_epochs(preferences.rows, 1)),
            "reinforcement_learning_train_steps": max(1, steps_for_epochs(prompts.rows, 1)),
        }
    return found
