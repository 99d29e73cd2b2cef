"""The parameters of an RLHF run, named as Google's pipeline names them."""

import math

from pydantic import BaseModel, ConfigDict, Field

from core.training.parameter_types import (
    ONE_INSTRUCTION,
    POLICY_RATE,
    PREFERENCE_STEPS,
    PROMPT_STEPS,
    REWARD_MODEL_RATE,
    Instruction,
    KlCoeff,
    Multiplier,
)

BATCH_SIZE = 64
"""Rows a training step reads. Google's RLHF pipeline fixes it at 64 and offers no parameter for it."""


def steps_for_epochs(rows: int, epochs: int) -> int:
    """How many steps show a data set of ``rows`` rows to the model ``epochs`` times.

    Source: Google's RLHF pipeline, where a step is one batch of 64 rows and an epoch's last batch may be
    smaller, so steps = ceil(rows / 64) * epochs. No rows or no epochs give 0 steps.
    """
    return math.ceil(rows / BATCH_SIZE) * epochs


class RlhfParameters(BaseModel):
    """What a person may set before a run; the defaults suit the local method.

    The names are those of ``preview.llm.rlhf_pipeline`` in google-cloud-pipeline-components, so that one form
    and one table serve both methods. ``seed`` is the local method's own: Google's pipeline has none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reward_model_train_steps: int = Field(
        default=300,
        ge=1,
        le=100_000,
        description=PREFERENCE_STEPS,
    )
    reinforcement_learning_train_steps: int = Field(
        default=200,
        ge=1,
        le=100_000,
        description=PROMPT_STEPS,
    )
    reward_model_learning_rate_multiplier: Multiplier = Field(default=1.0, description=REWARD_MODEL_RATE)
    reinforcement_learning_rate_multiplier: Multiplier = Field(default=1.0, description=POLICY_RATE)
    kl_coeff: KlCoeff = Field(
        default=0.1,
        description="How strongly the policy is held near the model it started from. "
        "0 lets it chase the reward freely, larger values change it less.",
    )
    instruction: Instruction = Field(default=None, description=ONE_INSTRUCTION)
    seed: int = Field(
        default=0,
        ge=0,
        le=2**32 - 1,
        description="Where chance starts from: the same seed, data and parameters give the same run.",
    )
