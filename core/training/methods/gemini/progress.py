"""How far a tuning job is, in words and in curves: what it waits for, its steps and epochs, its metrics."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from core.training.google import Job, bring_home, state_of
from core.training.method import RunHandle, RunReport, TaskReport
from core.training.methods.gemini.tasks import TUNE_TASK
from core.training.methods.gemini.watch import warnings_of
from core.training.models import TaskState

STAGES = {
    "WAITING_FOR_QUOTA": "Waiting for quota: other tuning jobs of the project, in any region, use it up.",
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
        done = [self._steps] if self.steps else []
        if self.epochs:
            whole = f" of {self.all_epochs:,}" if self.all_epochs and self.all_epochs >= self.epochs else ""
            done.append(f"epoch {self.epochs:,}{whole}")
        if done and self.stage in {"", "TUNING"}:
            return f"Tuning: {', '.join(done)}."
        return STAGES.get(self.stage, "")

    @property
    def _steps(self) -> str:
        """With the share that is done where the whole is known, and is one."""
        done, whole = self.steps or 0, self.all_steps or 0
        share = f" of {whole:,} ({100 * done / whole:.0f} %)" if whole >= done else ""
        return f"step {done:,}{share}"


def with_progress(report: RunReport, run: RunHandle, job: Job, *, anew: bool = False) -> RunReport:
    """A run's report with what its tuning does now, and with its curves, or why there are none.

    Read anew, for somebody who asks, they leave nothing to another try: whatever is wrong is trouble.
    """
    progress = Progress.of(job)
    watch = partial(warnings_of, longest=run.parameters.get("max_output_tokens"))
    home = bring_home(job, run.root, TUNE_TASK, progress, watch, anew=anew)
    words = progress.words if state_of(job) in {"RUNNING", "PENDING", "QUEUED"} else ""
    note = " ".join(filter(None, (*home.warnings, home.note)))
    return replace(
        report,
        tasks=tuple(_noted(task, note) for task in report.tasks),
        artifacts=report.artifacts + home.artifacts,
        doing=" ".join(filter(None, (words, report.doing))),
        trouble=home.note if home.again or anew else "",
    )


def _noted(task: TaskReport, note: str) -> TaskReport:
    """The tuning's task with a note, unless it has gone wrong, which says enough."""
    if task.name != TUNE_TASK or task.state in {TaskState.FAILED, TaskState.CANCELLED}:
        return task
    return replace(task, error=note or None)


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
