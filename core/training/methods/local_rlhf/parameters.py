"""The parameters of an RLHF run, named as Google's pipeline names them."""

from pydantic import BaseModel, ConfigDict, Field

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


class RlhfParameters(BaseModel):
    """What a person may set before a run; the defaults suit the local method.

    The names are those of ``preview.llm.rlhf_pipeline`` in google-cloud-pipeline-components, so that one form
    and one table serve both methods. ``seed`` and ``stop_on_divergence`` are the local method's own: Google's
    pipeline has neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reward_model_train_steps: RewardModelSteps = Field(
        default=300, ge=1, le=100_000, description=PREFERENCE_STEPS
    )
    reinforcement_learning_train_steps: PolicySteps = Field(
        default=200, ge=1, le=100_000, description=PROMPT_STEPS
    )
    reward_model_learning_rate_multiplier: Multiplier = Field(default=1.0, description=REWARD_MODEL_RATE)
    reinforcement_learning_rate_multiplier: PolicyRate = Field(default=1.0, description=POLICY_RATE)
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
    stop_on_divergence: bool = Field(
        default=False,
        description="Whether the run ends itself where its loss becomes worse than before the first step, or "
        "is no number any more: what follows would be worth nothing. Its curves stay. Off, it goes on to the "
        "last step, as runs before this choice did.",
    )
