"""A method made for the launch page's tests: it costs money, has presets and fields of every kind."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.datasets import DatasetKind, DatasetView
from core.errors import Unavailable
from core.findings import Finding, Level
from core.training.costs import CostLine, Estimate
from core.training.method import (
    InputRole,
    Method,
    Plan,
    RunHandle,
    RunReport,
    Specification,
    Started,
    Submission,
)
from core.training.models import RunState
from core.training.parameters import Epochs, Parameter, steps_for_epochs

GROUP = "What it grows from"
MACHINE, DISK = "big machine hour", "disk month"
FOUND = [
    Finding(Level.GOOD, "The account launcher@example.org may start jobs."),
    Finding(Level.UNKNOWN, "The quota of big machines could not be asked."),
]
REMEDY = "Grant it:\n`gcloud projects add-iam-policy-binding p --role=roles/aiplatform.user`"


class PaidParameters(BaseModel):
    """More fields than are shown at once, one of each kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: Literal["small", "large"] = Field("small", description="Which model is tuned.")
    rounds: Annotated[int, Field(ge=1, le=100_000), Parameter(prominent=True, epochs=Epochs("lessons"))] = (
        Field(1000, description="Steps of 64 rows.")
    )
    leash: Annotated[float, Parameter(prominent=True)] = Field(0.1, ge=0, description="How near it stays.")
    workshop: Annotated[str, Field(min_length=1), Parameter(prominent=True)] = Field(
        "here", description="Where it runs."
    )
    origin: Annotated[str, Parameter(group=GROUP)] = Field(
        "first-1", description="What it starts from.", examples=["first-1", "first-2"]
    )
    published: bool = Field(True, description="Whether it is put to use.")
    inspected: bool | None = Field(None, description="Whether it is checked; the service decides if not set.")
    width: Literal[1, 4, 16] | None = Field(None, description="Rank of the adapter.")
    label: str | None = Field(None, max_length=10, description="What the model is called.")
    top_pace: float | None = Field(None, gt=0, le=1, description="A rate.")
    draw: int | None = Field(None, ge=0, description="Where chance starts from.")


class PaidMethod(Method):
    """A way to tune that costs money; a test says what its service answers."""

    name = "made-paid"
    title = "Made and paid"
    about = "It tunes nothing, for money."
    notice = "Nobody knows whether its service is still there."
    paid = True
    inputs = (
        InputRole("lessons", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole("exam", DatasetKind.EVALUATION, False, "Posts to answer at the end.", tuned_on=False),
    )
    parameters = PaidParameters

    def __init__(self) -> None:
        self.found = list(FOUND)
        self.unavailable = False
        self.asked = 0
        self.specified = 0
        self.submitted: list[Submission] = []

    def presets(self, inputs: Mapping[str, DatasetView]) -> dict[str, dict[str, Any]]:
        """A small course, and one epoch of the chosen data set."""
        rows = inputs["lessons"].rows if "lessons" in inputs else 64
        return {
            "course, small": {"rounds": 1410, "leash": 0.2},
            "one epoch": {"rounds": steps_for_epochs(rows, 1)},
        }

    def check_outside(self, plan: Plan) -> list[Finding]:  # noqa: ARG002 - a Method's signature
        """What the test wants found."""
        self.asked += 1
        if self.unavailable:
            raise Unavailable("The service does not answer; try again later.")
        return self.found

    def estimate(self, plan: Plan) -> Estimate:
        """An hour for every 1,000 steps, half to double; and a disk."""
        hours = plan.parameters["rounds"] / 1000
        return Estimate(
            (
                CostLine(MACHINE, hours / 2, hours * 2, hours, "An hour for 1,000 steps, half to double."),
                CostLine(DISK, 1, 1, 1, "One, whatever is tuned."),
            )
        )

    def specification(self, plan: Plan) -> Specification:
        """The parameters as text."""
        self.specified += 1
        return Specification("made.yaml", f"steps: {plan.parameters['rounds']}\n")

    def submit(self, submission: Submission) -> Started:
        """Note it, and tell."""
        submission.tell("Sending the job …")
        self.submitted.append(submission)
        return Started(jobs={"tune": "jobs/1"})

    def poll(self, run: RunHandle) -> RunReport:  # noqa: ARG002 - a Method's signature
        """It goes on."""
        return RunReport(RunState.RUNNING)

    def cancel(self, run: RunHandle) -> None:
        """Nothing is to be done."""
