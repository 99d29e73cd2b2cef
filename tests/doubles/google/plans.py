"""What a test plans for the tuning jobs and rewards to come, and for what Google says of a reward."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.google.errors import GoogleError

REINFORCED = "reinforcementTuningSpec"
Answer = Literal["empty", "error", "part_error", "nan", "bare_nan", "zero_omitted"]


def _base_models() -> dict[str, set[str]]:
    return {REINFORCED: {"gemini-3.5-flash"}}


@dataclass
class TuningPlan:
    """How the cloud goes about tuning.

    Attributes:
        base_models: Those that a kind of tuning takes; a kind that is missing takes any.
        regions: Where models are reinforced, and rewards validated.
        job_key: What a reward server is told the job's number under; Google's texts have two spellings.
        waits_for_quota: Stages that each new reinforcement stands waiting for quota.
        stages: Stages that the reinforcement itself takes.
        failing: Share of rewards that fail, evenly spread, in tuning and in validation.
        experiment: Whether a job names the experiment that has its metrics.
        backed: Whether the experiment names its TensorBoard.
        metrics_in_storage: Whether jobs also write their metrics below ``gcsMetricsUri``. What Google writes
            there is documented nowhere; these lines are made up.
        without_value: Metrics whose first point comes without a value.
        asked: Rewards asked for so far.
        answers: How the next validations are answered, and how often each; 0 means all to come.
    """

    base_models: dict[str, set[str]] = field(default_factory=_base_models)
    regions: tuple[str, ...] = ("us-central1", "europe-west4")
    job_key: str = "tuningJobId"
    waits_for_quota: int = 0
    stages: int = 4
    failing: float = 0.0
    experiment: bool = True
    backed: bool = True
    metrics_in_storage: bool = False
    without_value: set[str] = field(default_factory=set)
    asked: int = 0
    answers: list[list[Any]] = field(default_factory=list)

    def takes(self, kind: str, model: str) -> bool:
        """Whether a kind of tuning takes a base model."""
        return model in self.base_models.get(kind, {model})

    def require_region(self, location: str) -> None:
        """Refuse a location in which no model is reinforced.

        Raises:
            GoogleError: 400.
        """
        if location not in self.regions:
            raise GoogleError(
                400, f"Reinforcement tuning is not available for your project or region ({location})."
            )

    def fails(self) -> bool:
        """Whether the next reward fails."""
        before = int(round(self.asked * self.failing, 6))
        self.asked += 1
        return int(round(self.asked * self.failing, 6)) > before

    def answer_validation(self, kind: Answer, times: int = 1) -> None:
        """Let the next validations be answered otherwise.

        Args:
            kind: ``empty`` says nothing; ``error`` and ``part_error`` have an errorStatus, of all or of the
                first reward; ``nan`` and ``bare_nan`` are no number, as text and as Python writes it;
                ``zero_omitted`` leaves a reward of 0 out, as Google's JSON may.
            times: How often; 0 means always.
        """
        self.answers.append([kind, times])

    def next_answer(self) -> str:
        """How the validation that is asked for now is answered; empty for rightly."""
        if not self.answers:
            return ""
        kind, _ = self.answers[0]
        self.answers[0][1] -= 1
        if not self.answers[0][1]:
            self.answers.pop(0)
        return kind

    def change(self, **values: Any) -> None:
        """Set what a test in another process plans."""
        for name, value in values.items():
            setattr(self, name, set(value) if name == "without_value" else value)
