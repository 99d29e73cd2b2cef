"""Kinds of parameters that several methods have: their ranges, and what Google says of them."""

from typing import Annotated

from pydantic import Field

from core.training.parameters import Epochs, Parameter

RewardModelSteps = Annotated[
    int, Parameter(prominent=True, epochs=Epochs("preference_dataset", least=20, most=30))
]
PolicySteps = Annotated[int, Parameter(prominent=True, epochs=Epochs("prompt_dataset", least=10, most=20))]
"""Both with what Google advises for its RLHF pipeline."""

Multiplier = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
"""Scales a learning rate: 1 keeps it."""

PolicyRate = Annotated[Multiplier, Parameter(prominent=True)]

KlCoeff = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), Parameter(prominent=True)]
"""The weight of the KL penalty in the reward that the policy is trained on."""

Instruction = Annotated[str | None, Field(max_length=4_000), Parameter(prominent=True, instruction=True)]

PREFERENCE_STEPS = (
    "Steps the reward model trains for, each on 64 preference rows. "
    "Google advises 20 to 30 passes over the preference set; a launch takes 25 unless you say otherwise."
)
PROMPT_STEPS = (
    "Steps the policy trains for, each on 64 prompts. "
    "Google advises 10 to 20 passes over the prompt set; a launch takes 15 unless you say otherwise."
)
REWARD_MODEL_RATE = "Scales the reward model's learning rate: 1 keeps it, 0.5 halves it."
POLICY_RATE = "Scales the policy's learning rate: 1 keeps it; lower it when the reward jumps up and down."
ONE_INSTRUCTION = (
    "Text put before every prompt, such as 'Summarize in less than 50 words.'. "
    "Leave it empty when the rows already carry it. A launch takes the project's unless you say otherwise."
)
