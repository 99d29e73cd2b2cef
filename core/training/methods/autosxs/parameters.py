"""The parameters of AutoSxS, and what the pipeline gets of them.

Source: ``v1.model_evaluation.autosxs_pipeline`` in google-cloud-pipeline-components 2.22.0; a contract test
compares.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.training.parameters import Parameter
from core.training.side_by_side import ID, PROMPT, RESPONSE_A, RESPONSE_B

FILE = r"^gs://[^,*?\[\]\s]+\.jsonl$"
LOCATION = r"^[a-z]+(-[a-z]+)+[0-9]+$"
MAKE_ONE = "Write it from a review on the compare page, or by command: `prefstudio side-by-side REVIEW`"
NEEDED = "Say what the models were asked to do, such as “Summarize in less than 50 words.”."
Task = Literal[
    "summarization@001", "summarization@latest", "question_answering@001", "question_answering@latest"
]


class AutoSxsParameters(BaseModel):
    """What a person may set before two models' answers are judged."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    evaluation_dataset: Annotated[str, Parameter(prominent=True, reads=True, needed=MAKE_ONE)] = Field(
        pattern=FILE,
        max_length=1_000,
        description="The file with the answers, gs://….jsonl: id, prompt, response_a and response_b in every "
        "row. The compare page writes it from a review, and so does `prefstudio side-by-side`.",
    )
    rows: Annotated[int | None, Parameter(prominent=True)] = Field(
        default=None,
        ge=1,
        description="How many rows the file has; what the run may cost is worked out from it. The check "
        "with Google Cloud compares.",
    )
    task: Annotated[Task, Parameter(prominent=True)] = Field(
        default="summarization@001",
        description="What the answers are; it decides by which criteria Google's autorater judges them.",
    )
    instruction: Annotated[str | None, Parameter(prominent=True, instruction=True, needed=NEEDED)] = Field(
        default=None,
        max_length=4_000,
        validate_default=True,
        description="What the models were asked to do; the autorater judges by it. A launch takes the "
        "project's unless you say otherwise.",
    )
    location: str = Field(
        default="us-central1",
        pattern=LOCATION,
        examples=["us-central1", "europe-west4"],
        description="Where the pipeline runs. In which regions Google still runs it is not known.",
    )

    @field_validator("instruction")
    @classmethod
    def _require_plain(cls, given: str | None) -> str | None:
        if given is None or not given.strip():
            raise ValueError(NEEDED)
        if "{{" in given or "}}" in given:
            msg = "it must not hold {{ or }}, which the pipeline takes for a column's name"
            raise ValueError(msg)
        return given


def judging_values(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What the pipeline gets. Both answers are there already, so no model is named, and none answers."""
    return {
        "evaluation_dataset": parameters["evaluation_dataset"],
        "task": parameters["task"],
        "id_columns": [ID],
        "autorater_prompt_parameters": {
            "inference_instruction": {"template": parameters["instruction"]},
            "inference_context": {"column": PROMPT},
        },
        "response_column_a": RESPONSE_A,
        "response_column_b": RESPONSE_B,
        "location": parameters["location"],
        "judgments_format": "jsonl",
    }
