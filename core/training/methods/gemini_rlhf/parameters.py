"""The parameters of Gemini's reinforcement tuning, with what Google's documentation says of each.

Source: https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/reinforcement-tuning and
the REST reference of v1beta1.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from core.training.google import SERVED_FROM, suggested
from core.training.methods.gemini.parameters import (
    ADAPTER_SIZE,
    BASE_MODEL,
    LEARNING_RATE,
    PLACE,
    REGION,
    START_FROM,
    AdapterSize,
    BaseModelName,
    GeminiParameters,
    region,
    require_start,
)
from core.training.parameters import Parameter

EXAMPLES = suggested("gemini-rlhf")

MOST_ANSWERS = 8_192
ANSWERS_DIVISOR = 16
MOST_TOKENS = 32_768

ThinkingLevel = Literal["MINIMAL", "LOW", "MEDIUM", "HIGH"]


def _location() -> str:
    """The studio's own region if reinforcement runs there."""
    own = region()
    return own if own in SERVED_FROM else REGION


class RlhfParameters(GeminiParameters):
    """Reinforcement tuning with a reward that was measured on people's choices."""

    reward: Annotated[
        int,
        Parameter(
            prominent=True, reward=True, needed="Choose a reward; where there is none, make it on its page."
        ),
    ] = Field(
        ge=1,
        description="The number of the reward that scores the model's answers. It must have been measured on "
        "people's choices and be better than a coin.",
    )
    base_model: BaseModelName = Field(default=EXAMPLES[0], examples=EXAMPLES, description=BASE_MODEL)
    location: Annotated[str, Parameter(prominent=True)] = Field(
        default_factory=_location,
        pattern=r"^[a-z]+(-[a-z]+)+[0-9]+$",
        max_length=40,
        description="The region where tuning runs and the tuned model is kept. Google documents us-central1; "
        "a release note also names europe-west4.",
    )
    serving_location: Annotated[str, Parameter(prominent=True)] = Field(
        default_factory=lambda: SERVED_FROM[_location()],
        pattern=rf"^({PLACE})?$",
        max_length=40,
        description="Where base and tuned model answer: 'us' for models tuned in us-central1, 'eu' for those "
        "of europe-west4, or a region. Left empty, it is the location of the tuning.",
    )
    start_from: Annotated[str | None, Parameter(goes_on_from=("gemini-supervised", "gemini-rlhf"))] = Field(
        default=None,
        max_length=300,
        description=f"{START_FROM} Google "
        "documents this for models of supervised and of reinforcement tuning, not of preference tuning. Left "
        "empty, tuning starts from the base model.",
    )
    epoch_count: int | None = Field(
        default=None,
        ge=1,
        le=500,
        description="How often every prompt is answered. Left empty, Google takes 110 × batch_size / "
        "prompts, at most 10, which comes to at most 110 steps. A run has at most 500 steps, each of "
        "batch_size prompts.",
    )
    batch_size: Annotated[int, Parameter(prominent=True)] = Field(
        default=32,
        ge=1,
        le=MOST_ANSWERS,
        description="Prompts a step. Times samples_per_prompt it must be divisible by 16 and at most 8,192.",
    )
    samples_per_prompt: Annotated[int, Parameter(prominent=True)] = Field(
        default=16,
        ge=1,
        le=MOST_ANSWERS,
        description="Different answers the model gives to each prompt of a step, each of which is rewarded. "
        "Each costs its tokens, so this times the other figures is what a run costs.",
    )
    max_output_tokens: Annotated[int, Parameter(prominent=True)] = Field(
        default=1_024,
        ge=1,
        le=MOST_TOKENS,
        description="The most tokens of an answer, thinking included. Google's own default is 32,768; a "
        "summary needs few, and a model that has not learned to stop would be paid for to the last token.",
    )
    thinking_level: ThinkingLevel = Field(
        default="MINIMAL",
        description="How much the model may think before it answers; thinking counts as output. Google's own "
        "default is HIGH. Its pages name MINIMAL and HIGH; LOW and MEDIUM stand in its REST reference only.",
    )
    adapter_size: AdapterSize = Field(default=16, description=f"{ADAPTER_SIZE} Google's own default is 16.")
    learning_rate_multiplier: float = Field(
        default=1.0, ge=0.25, le=4, allow_inf_nan=False, description=LEARNING_RATE
    )
    evaluate_interval: int | None = Field(
        default=None,
        ge=1,
        le=500,
        description="After how many steps the validation prompts are answered and rewarded. Left empty, once "
        "an epoch.",
    )
    checkpoint_interval: int | None = Field(
        default=None,
        ge=1,
        le=500,
        description="After how many steps a checkpoint is kept; a multiple of evaluate_interval. Left empty, "
        "once an epoch.",
    )
    accept_preview_terms: Annotated[bool, Parameter(prominent=True)] = Field(
        default=False,
        title="Nothing here is confidential, and Google's pre-GA terms are accepted",
        description="Reinforcement tuning is a preview under Google's pre-GA terms: data sets, prompts and "
        "the reward must hold no confidential or proprietary data. A launch needs this to be confirmed.",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> "RlhfParameters":
        require_start(self.start_from, self.location)
        _require_answers(self.batch_size, self.samples_per_prompt)
        _require_intervals(self.evaluate_interval, self.checkpoint_interval)
        return self


def _require_answers(batch_size: int, samples_per_prompt: int) -> None:
    answers = batch_size * samples_per_prompt
    product = f"batch_size {batch_size:,} × samples_per_prompt {samples_per_prompt:,} = {answers:,} answers"
    if answers % ANSWERS_DIVISOR:
        msg = f"{product} a step; Google takes only what is divisible by {ANSWERS_DIVISOR}"
        raise ValueError(msg)
    if answers > MOST_ANSWERS:
        msg = f"{product} a step; Google takes at most {MOST_ANSWERS:,}"
        raise ValueError(msg)


def _require_intervals(evaluate: int | None, checkpoint: int | None) -> None:
    if checkpoint is None:
        return
    if evaluate is None:
        msg = (
            f"checkpoint_interval is {checkpoint:,}, but evaluate_interval is left empty: give both, as the "
            "first must be a multiple of the second"
        )
        raise ValueError(msg)
    if checkpoint % evaluate:
        msg = f"checkpoint_interval is {checkpoint:,}, which is no multiple of evaluate_interval {evaluate:,}"
        raise ValueError(msg)
