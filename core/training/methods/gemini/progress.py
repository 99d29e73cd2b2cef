"""How far a tuning job is, in words: what it waits for, and the steps and epochs it has done."""

from dataclasses import dataclass
from typing import Any

from core.training.google import Job, state_of

STAGES = {
    "WAITING_FOR_QUOTA": "Waiting for quota: other tuning jobs of the project of any region use it up.",
    "PROCESSING_DATASET": "Google checks the data sets.",
    "WAITING_FOR_CAPACITY": "Waiting for capacity: Google has no machines free for it yet.",
    "TUNING": "Tuning has begun.",
    "POST_PROCESSING": "Google makes the tuned model ready.",
}
"""What Google's stages mean; those that it may invent later are passed over."""


@dataclass(frozen=True)
class Progress:
    """What Google counts of a job.

    Attributes:
        stage: Google's word without its prefix; empty where it says none.
        steps, epochs: Those that are done; None where Google does not count them.
        all_steps, all_epochs: Of so many; None where that is not known.
    """

    stage: str
    steps: int | None
    epochs: int | None
    all_steps: int | None
    all_epochs: int | None

    @classmethod
    def of(cls, job: Job) -> "Progress":
        """That of a tuning job as google-genai gives it."""
        stage = str(getattr(job.tuning_job_state, "value", None) or "").removeprefix("TUNING_JOB_STATE_")
        done, hyper = job.tuning_job_metadata, _hyper_parameters(job)
        return cls(
            stage,
            getattr(done, "completed_step_count", None),
            getattr(done, "completed_epoch_count", None),
            _counted_steps(job) or getattr(hyper, "step_count", None),
            getattr(hyper, "epoch_count", None),
        )

    @property
    def words(self) -> str:
        """A sentence for people; empty where Google says nothing that the studio understands."""
        done = [
            f"{name} {_of(count, whole)}"
            for name, count, whole in (
                ("step", self.steps, self.all_steps),
                ("epoch", self.epochs, self.all_epochs),
            )
            if count
        ]
        if done and self.stage in {"", "TUNING"}:
            return f"Tuning: {', '.join(done)} done."
        return STAGES.get(self.stage, "")


def doing(job: Job) -> str:
    """What a job that goes on does now, in words."""
    return Progress.of(job).words if state_of(job) in {"RUNNING", "PENDING", "QUEUED"} else ""


def _of(done: int, whole: int | None) -> str:
    """With the share where the whole is known, and is one."""
    if not whole or whole < done:
        return f"{done:,}"
    return f"{done:,} of {whole:,} ({done / whole:.0%})"


def _hyper_parameters(job: Job) -> Any:
    specs = (job.reinforcement_tuning_spec, job.preference_optimization_spec, job.supervised_tuning_spec)
    return next((spec.hyper_parameters for spec in specs if spec is not None), None)


def _counted_steps(job: Job) -> int | None:
    """How many steps Google says there will be, once it has looked at the data."""
    stats = job.tuning_data_stats
    kinds = ("reinforcement_tuning", "preference_optimization", "supervised_tuning")
    counts = (
        getattr(getattr(stats, f"{kind}_data_stats", None), "tuning_step_count", None) for kind in kinds
    )
    return next((int(count) for count in counts if count), None)
