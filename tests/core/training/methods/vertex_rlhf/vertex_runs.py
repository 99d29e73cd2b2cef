"""Short ways to launch a run on the made-up Google Cloud and to follow it, without the studio's database."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.datasets import DatasetView
from core.db import now
from core.training.method import Plan, RunHandle, RunReport, Submission
from core.training.methods.vertex_rlhf.method import VertexRlhf
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.models import RunState
from tests.doubles.google_cloud import GoogleCloud

JOB_ID = "vertex-rlhf-20260301120000-0a1b2c3d"
STEPS = {"reward_model_train_steps": 100, "reinforcement_learning_train_steps": 50}


def checked(**parameters: Any) -> dict[str, Any]:
    """Parameters as preflight gives them."""
    given = {"large_model_reference": "llama-2-7b", **STEPS} | parameters
    return VertexRlhfParameters.model_validate(given).model_dump()


@dataclass
class Runs:
    """One run at a time."""

    method: VertexRlhf
    cloud: GoogleCloud
    sets: dict[str, DatasetView]
    told: list[str] = field(default_factory=list)

    def submission(self, job_id: str = JOB_ID, *, evaluate: bool = True, **parameters: Any) -> Submission:
        """What a launch hands to the method."""
        inputs = {role: one for role, one in self.sets.items() if evaluate or role != "eval_dataset"}
        plan = Plan(checked(**parameters), inputs)
        place = self.method.place(job_id, plan, Path("/nowhere"))
        return Submission(
            job_id, place.root, plan.parameters, inputs, "Summaries", place.jobs, self.told.append
        )

    def started(self, **more: Any) -> RunHandle:
        """A run that was submitted."""
        submission = self.submission(**more)
        return self.handle(submission, self.method.submit(submission).jobs)

    def handle(self, submission: Submission, jobs: Any) -> RunHandle:
        """The run as the follower knows it."""
        return RunHandle(
            self.method.name,
            submission.job_id,
            submission.root,
            RunState.RUNNING,
            now(),
            name=submission.name,
            parameters=submission.parameters,
            jobs=dict(jobs),
        )

    def poll(self, run: RunHandle, state: RunState = RunState.RUNNING) -> RunReport:
        """Look at a run that stands in a state."""
        return self.method.poll(replace(run, state=state))

    def tune(self) -> Any:
        """The tuning job."""
        return self.cloud.find(JOB_ID)

    def base(self) -> Any:
        """The job in which the base model answers."""
        return self.cloud.find(f"{JOB_ID}-base")

    def job_ids(self) -> list[str]:
        """The jobs there are."""
        return sorted(job.id for job in self.cloud.jobs.values())
