"""A method made for the tests: what a new way to tune is, in one file."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.datasets import DatasetKind
from core.training.method import InputRole, Method, RunHandle, RunReport, Started, Submission
from core.training.models import RunState


class MadeParameters(BaseModel):
    """Parameters with a range each and one rule about both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    firmness: float = Field(default=0.1, gt=0, le=1, description="How near the model stays.")
    width: int = Field(default=4, ge=1, le=16, description="Rank of the adapter.")

    @model_validator(mode="after")
    def _fit(self) -> "MadeParameters":
        if self.firmness > 0.5 and self.width > 8:
            msg = "firmness above 0.5 and width above 8 do not go together"
            raise ValueError(msg)
        return self


class MadeMethod(Method):
    """A way to tune that does nothing by itself: a test says what its runs report."""

    name = "made"
    title = "Made for the tests"
    about = "It tunes nothing."
    inputs = (
        InputRole("judged", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole("practice", DatasetKind.PROMPT, False, "Posts to practise on."),
        InputRole("exam", DatasetKind.EVALUATION, False, "Posts to answer at the end.", tuned_on=False),
    )
    parameters = MadeParameters

    def __init__(self) -> None:
        self.report = RunReport(RunState.RUNNING)
        self.log = ""
        self.submitted: list[Submission] = []
        self.polled: list[RunHandle] = []
        self.cancelled: list[RunHandle] = []

    def submit(self, submission: Submission) -> Started:
        """Note the submission; no process of this machine does the work."""
        self.submitted.append(submission)
        return Started()

    def poll(self, run: RunHandle) -> RunReport:
        """Tell what the test wants told."""
        self.polled.append(run)
        return self.report

    def cancel(self, run: RunHandle) -> None:
        """Note that somebody asked."""
        self.cancelled.append(run)

    def log_tail(self, run: RunHandle, *, lines: int) -> str:  # noqa: ARG002 - a Method's signature
        """The end of the test's own log."""
        return "\n".join(self.log.splitlines()[-lines:])
