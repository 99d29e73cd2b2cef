"""The parameters of tuning Gemini, with what Google's documentation says of each.

Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-use-preference-tuning and
gemini-use-supervised-tuning.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.cloud import cloud_settings
from core.errors import StudioError
from core.training.google import SERVED_FROM, last_checked_words, suggested
from core.training.methods.parameter_types import Instruction, Multiplier
from core.training.parameters import Parameter

EXAMPLES = suggested("gemini-supervised")
NAME = r"^[a-z0-9][a-z0-9._-]*$"
REGION = "us-central1"
PLACE = r"us|eu|[a-z]+(-[a-z]+)+[0-9]+"
"""A multi-region or a region, as it stands in names of models and endpoints."""

TUNED_MODEL = r"projects/[^/\s]+/locations/[a-z0-9-]+/models/[^/\s@#]+(@[^/\s@#]+)?(#[^/\s@#]+)?"

BaseModelName = Annotated[
    str, Field(pattern=NAME, max_length=100), Parameter(prominent=True, caption=last_checked_words())
]
AdapterSize = Literal[1, 2, 4, 8, 16]

BASE_MODEL = (
    "The Gemini model to tune, whose own answers the tuned model's are compared with. Google may have added "
    "others since its pages were read; it refuses those it cannot tune."
)
NAME_ONE = (
    "Name a Gemini model that Google offers for preference tuning today. None is taken by itself, as those "
    "that Google's lists name for it are retired."
)
ADAPTER_SIZE = (
    "How many parameters are trained. A larger adapter learns more complex tasks, but needs more rows and "
    "more time."
)
LEARNING_RATE = "Scales Google's recommended learning rate: more learns faster, less overfits less."
START_FROM = (
    "A tuned model to go on from, such as a supervised run's output_model: "
    "projects/…/locations/…/models/…@1, or with #2 behind it to start from its checkpoint 2."
)


def region() -> str:
    """The studio's own region; a form must open whatever the settings are."""
    try:
        region = cloud_settings().region
    except StudioError:
        return REGION
    return region or REGION


class GeminiParameters(BaseModel):
    """What all ways of tuning take; values of another type are refused, not converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    base_model: BaseModelName = Field(default=EXAMPLES[0], examples=EXAMPLES, description=BASE_MODEL)
    epoch_count: int | None = Field(
        default=None,
        ge=1,
        le=100,
        description="How often the model sees the whole training set. Left empty, Google chooses by the size "
        "of the set, which it recommends for a first job; then the cost can only be guessed.",
    )
    adapter_size: AdapterSize = Field(default=4, description=ADAPTER_SIZE)
    learning_rate_multiplier: Multiplier = Field(default=1.0, description=LEARNING_RATE)
    instruction: Instruction = Field(
        default=None,
        description="A system instruction that goes with every training row and every evaluation prompt, "
        "such as 'Summarize in less than 50 words.'. Leave it empty when the rows already carry it. A launch "
        "takes the project's unless you say otherwise.",
    )
    location: Annotated[str, Parameter(prominent=True)] = Field(
        default_factory=region,
        pattern=r"^[a-z]+(-[a-z]+)+[0-9]+$",
        max_length=40,
        description="The region where tuning runs and the tuned model is kept. Batch prediction with tuned "
        "models does not work in 'global'.",
    )
    serving_location: str = Field(
        default_factory=lambda: SERVED_FROM.get(region(), ""),
        pattern=rf"^({PLACE})?$",
        max_length=40,
        description="Where base and tuned model answer: 'us' or 'eu' for Gemini 3, which is tuned in a "
        "region and served from the multi-region around it; a region for older models. Left empty, it is "
        "the location of the tuning.",
    )


class SupervisedParameters(GeminiParameters):
    """Supervised tuning on the preferred answers."""

    epoch_count: int | None = Field(
        default=2,
        ge=1,
        le=100,
        description="How often the model sees the whole training set. One or two are typically enough before "
        "preference tuning. Left empty, Google chooses by the size of the set.",
    )


class PreferenceParameters(GeminiParameters):
    """Preference tuning, from a base model or from a supervised run's.

    No model is known that takes it today, as those it was announced for are retired: so there is no default,
    and whoever launches it must name one.
    """

    base_model: Annotated[
        str,
        Field(pattern=NAME, max_length=100),
        Parameter(prominent=True, caption=last_checked_words(), needed=NAME_ONE),
    ] = Field(
        description="The Gemini model to tune, or the one that the tuned model in start_from came from; its "
        "own answers are what the tuned model's are compared with. Google's lists that were found name only "
        "Gemini 2.5 Flash and Flash-Lite, which are retired, so it must be given: look at what Google offers "
        "for preference tuning today."
    )
    beta: float | None = Field(
        default=None,
        gt=0,
        le=10,
        allow_inf_nan=False,
        description="How closely the tuned model keeps to the one it started from: less makes larger changes "
        "towards the preferred answers. Google recommends 0.01 to 0.5. Left empty, Google chooses.",
    )
    start_from: Annotated[str | None, Parameter(goes_on_from=("gemini-supervised",))] = Field(
        default=None,
        max_length=300,
        description=f"{START_FROM} Google "
        "advises to tune on the preferred answers first. Left empty, tuning starts from the base model.",
    )

    @model_validator(mode="after")
    def _where_it_starts(self) -> "PreferenceParameters":
        require_start(self.start_from, self.location)
        return self


def require_start(start_from: str | None, location: str) -> None:
    """Refuse a model to go on from that is none, or is not where the tuning runs.

    Raises:
        ValueError: With the reason, as pydantic passes it on.
    """
    if not start_from:
        return
    if not re.fullmatch(TUNED_MODEL, start_from):
        msg = (
            f"start_from is {start_from!r}; it must be the full name of a tuned model, "
            "projects/…/locations/…/models/…@1, with #2 behind it for its checkpoint 2"
        )
        raise ValueError(msg)
    region = start_from.split("/")[3]
    if region != location:
        msg = f"start_from names a model in {region}, but location is {location}: both must be one"
        raise ValueError(msg)
