"""A new way to tune, as somebody would write it: one file; its names are those of no other method."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.datasets import DatasetKind
from core.training.method import ArtifactReport, InputRole, Method, RunHandle, RunReport, Started, Submission
from core.training.models import RunState
from core.training.parameters import Epochs, Parameter

STORED = "How it is stored"
MODEL = "projects/p/locations/l/models/7"


class Recipe(BaseModel):
    """More parameters than are shown at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hops: float = Field(0.5, ge=0, description="How bitter it is.")
    cellar: Annotated[str, Parameter(group=STORED)] = Field("deep", description="Where it lies.")
    stirrings: Annotated[int, Parameter(epochs=Epochs("barley", least=4, most=6))] = Field(
        100, ge=1, description="Steps over the barley."
    )
    oak: Annotated[float, Parameter(prominent=True)] = Field(0.1, ge=0, le=1, description="How much wood.")
    motto: Annotated[str | None, Field(max_length=200), Parameter(prominent=True, instruction=True)] = Field(
        None, description="Put before everything."
    )
    yeast: Literal["wild", "tame"] = Field(description="What makes it rise.")
    mother: Annotated[str | None, Parameter(goes_on_from=("brewed",))] = Field(
        None, description="An earlier brew to go on from."
    )
    shelf: Annotated[int, Parameter(group=STORED)] = Field(3, description="How high it stands.")
    filtered: bool = Field(False, description="Whether it is clear.")


class Brewed(Method):
    """It brews nothing: every run has succeeded when somebody looks, and left a model."""

    name = "brewed"
    title = "Brewing"
    about = "It brews nothing."
    inputs = (
        InputRole("barley", DatasetKind.PREFERENCE, True, "What it is made of."),
        InputRole("spring", DatasetKind.PROMPT, False, "What thins it."),
        InputRole("tasting", DatasetKind.EVALUATION, False, "What it is judged on.", tuned_on=False),
    )
    parameters = Recipe

    def submit(self, submission: Submission) -> Started:
        """Light no fire."""
        return Started(jobs={"kettle": submission.job_id})

    def poll(self, run: RunHandle) -> RunReport:  # noqa: ARG002 - a Method's signature
        """It is done."""
        return RunReport(RunState.SUCCEEDED, artifacts=(ArtifactReport("kettle", "output_model", MODEL),))

    def cancel(self, run: RunHandle) -> None:
        """Nothing is to be done."""
