"""A method made for the launch page's tests: it costs money, has presets and fields of every kind."""

from collections.abc import Mapping
from typing import Any, Literal

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
from core.training.parameters import steps_for_epochs

MACHINE, DISK = "big machine hour", "disk month"
FOUND = [
    Finding(Level.GOOD, "The account launcher@example.org may start jobs."),
    Finding(Level.UNKNOWN, "The quota of big machines could not be asked."),
]
REMEDY = "Grant it:\n`gcloud projects add-iam-policy-binding p --role=roles/aiplatform.user`"


class PaidParameters(BaseModel):
    """More fields than are shown at once, one of each kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Literal["small", "large"] = Field("small", description="Which model is tuned.")
    reward_model_train_steps: int = Field(1000, ge=1, le=100_000, description="Steps of 64 rows.")
    kl_coeff: float = Field(0.1, ge=0, description="How near it stays.")
    location: str = Field("here", min_length=1, description="Where it runs.")
    base: str = Field("first-1", description="What it starts from.", examples=["first-1", "first-2"])
    deploy: bool = Field(True, description="Whether it is put to use.")
    checks: bool | None = Field(None, description="Whether it is checked; the service decides if not set.")
    adapter_size: Literal[1, 4, 16] | None = Field(None, description="Rank of the adapter.")
    display_name: str | None = Field(None, max_length=10, description="What the model is called.")
    top_rate: float | None = Field(None, gt=0, le=1, description="A rate.")
    seed: int | None = Field(None, ge=0, description="Where chance starts from.")


class PaidMethod(Method):
    """A way to tune that costs money; a test says what its service answers."""

    name = "made-paid"
    title = "Made and paid"
    about = "It tunes nothing, for money."
    notice = "Nobody knows whether its service is still there."
    paid = True
    inputs = (
        InputRole("preference_dataset", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole("eval_dataset", DatasetKind.EVALUATION, False, "Posts to answer at the end."),
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
        rows = inputs["preference_dataset"].rows if "preference_dataset" in inputs else 64
        return {
            "course, small": {"reward_model_train_steps": 1410, "kl_coeff": 0.2},
            "one epoch": {"reward_model_train_steps": steps_for_epochs(rows, 1)},
        }

    def check_outside(self, plan: Plan) -> list[Finding]:  # noqa: ARG002 - a Method's signature
        """What the test wants found."""
        self.asked += 1
        if self.unavailable:
            raise Unavailable("The service does not answer; try again later.")
        return self.found

    def estimate(self, plan: Plan) -> Estimate:
        """An hour for every 1,000 steps, half to double; and a disk."""
        hours = plan.parameters["reward_model_train_steps"] / 1000
        return Estimate(
            (
                CostLine(MACHINE, hours / 2, hours * 2, hours, "An hour for 1,000 steps, half to double."),
                CostLine(DISK, 1, 1, 1, "One, whatever is tuned."),
            )
        )

    def specification(self, plan: Plan) -> Specification:
        """The parameters as text."""
        self.specified += 1
        return Specification("made.yaml", f"steps: {plan.parameters['reward_model_train_steps']}\n")

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


_: Method = PaidMethod()  # for mypy: nothing that a Method must have is missing
