"""A run of one of Gemini's methods as launcher and follower treat it, but without a database."""

from dataclasses import dataclass, field, replace
from typing import Any

from core.datasets import DatasetView
from core.db import now
from core.rewards import RewardDetail
from core.training.google.storage import root_of
from core.training.method import Method, RunHandle, RunReport, Submission
from core.training.models import RunState
from tests.doubles.google.jobs import BATCHES, TUNINGS, Job
from tests.doubles.google_cloud import GoogleCloud
from tests.loop_helpers import Scene

BASE_MODEL = "gemini-3.5-flash"
"""Preference tuning has no default; whether it takes this one is not known."""

ROLES = ("preference_dataset", "eval_dataset")


def inputs_of(scene: Scene, *roles: str) -> dict[str, DatasetView]:
    """Frozen sets by role; a validation set is another freeze of what is trained on."""
    roles = roles or ROLES
    trained = next(role for role in ("prompt_dataset", "preference_dataset") if role in roles)
    sets = scene.sets | {"validation_dataset": scene.sets[trained]}
    return {role: sets[role] for role in roles}


@dataclass
class GeminiRun:
    """One run; what the follower would keep of it is in ``handle``."""

    cloud: GoogleCloud
    scene: Scene
    method: Method
    parameters: dict[str, Any] = field(default_factory=dict)
    roles: tuple[str, ...] = ROLES
    reward: RewardDetail | None = None
    handle: RunHandle | None = None
    told: list[str] = field(default_factory=list)

    @property
    def job_id(self) -> str:
        """As the launcher makes them."""
        return f"{self.method.name}-20261121120000-ab12cd34"

    def submission(self) -> Submission:
        """What the launcher hands over."""
        return Submission(
            self.job_id,
            root_of(self.job_id),
            self.method.parameters(**{"base_model": BASE_MODEL} | self.parameters).model_dump(),
            inputs_of(self.scene, *self.roles),
            "A run",
            reward=self.reward,
            tell=self.told.append,
        )

    def pending(self) -> RunHandle:
        """The run before it is known to have started."""
        made = self.submission()
        return RunHandle(
            self.method.name,
            made.job_id,
            made.root,
            RunState.PENDING,
            now(),
            name=made.name,
            parameters=made.parameters,
        )

    def submit(self) -> RunHandle:
        """Send it, and note the names of its jobs."""
        started = self.method.submit(self.submission())
        self.handle = replace(self.pending(), state=RunState.RUNNING, jobs=started.jobs)
        return self.handle

    def look(self) -> RunReport:
        """One look, noted as the follower does."""
        assert self.handle is not None
        report = self.method.poll(self.handle)
        stays = self.handle.state == RunState.CANCELLING and report.state.active
        state = self.handle.state if stays else report.state
        self.handle = replace(self.handle, state=state, jobs={**self.handle.jobs, **report.jobs})
        return report

    def cancel(self) -> None:
        """What a person's click does."""
        assert self.handle is not None
        self.handle = replace(self.handle, state=RunState.CANCELLING)
        self.method.cancel(self.handle)

    def tunings(self) -> list[Job]:
        """The tuning jobs in the cloud."""
        return self.cloud.of_kind(TUNINGS)

    def batches(self) -> dict[str, Job]:
        """The prediction jobs in the cloud, by the model that answers."""
        found = self.cloud.of_kind(BATCHES)
        by_role = {job.body["displayName"].removeprefix(f"{self.job_id}-"): job for job in found}
        assert len(by_role) == len(found)
        return by_role

    def finish(self) -> RunReport:
        """Let everything end, as it does when nothing goes wrong."""
        self.cloud.finish(self.tunings()[0])
        self.look()
        for job in self.batches().values():
            self.cloud.finish(job)
        return self.look()
