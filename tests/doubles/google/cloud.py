"""The state of a made-up Google Cloud project, and what a test may do with it."""

import itertools
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.doubles.gcs import Emulator
from tests.doubles.google.errors import GoogleError, not_found, precondition
from tests.doubles.google.faults import Fault, Faults, Kind
from tests.doubles.google.identity import Identity
from tests.doubles.google.jobs import CANCELLED, FAILED, SUCCEEDED, Failure, Job, WorkError
from tests.doubles.google.judges import Judge
from tests.doubles.google.plans import TuningPlan
from tests.doubles.google.snippets import Snippets

if TYPE_CHECKING:
    import pytest

LONG = 3600.0
A100 = "aiplatform.googleapis.com/restricted_image_training_nvidia_a100_80gb_gpus"
TPU_V3 = "aiplatform.googleapis.com/restricted_image_training_tpu_v3_pod"
TUNING_JOBS = "aiplatform.googleapis.com/global_concurrent_tuning_jobs"
EVERYWHERE = ""
"""Stands for the region of a quota that has none."""


def _quotas() -> dict[str, dict[str, int]]:
    return {A100: {"us-central1": 8}, TPU_V3: {"europe-west4": 64}, TUNING_JOBS: {EVERYWHERE: 1}}


@dataclass(eq=False)
class GoogleCloud:
    """One project of one customer; everything in it is lost when the server stops.

    Attributes:
        speed: Seconds for each stage of a job; 0 means that jobs only go on by `advance` and `finish`.
        jobs: Every job by its full name (with the project's number, as Vertex AI gives it).
        models, endpoints: What tuning left in the registry, by id, in Google's JSON.
        requests: The operations asked for, such as ``pipelineJobs.create``, in their order.
        denied: Permissions that nobody has; `deny` adds to them.
        disabled: Services that are not enabled.
        quotas: Limits by metric and region.
        log_entries: What Cloud Logging has.
        held: Whether jobs are kept from going on by themselves.
        batch_refusals: How many requests of each batch are answered with a status and no candidates.
        judge: How a model judges answers.
        plan: What is to happen to tuning jobs and rewards.
        tuned: The tuning jobs of the models in the registry, by the models' ids.
        validations: The bodies of the requests to validate a reward.
    """

    storage: Emulator
    speed: float = 0.0
    project: str = "studio-test-project"
    number: str = "526064905871"
    region: str = "us-central1"
    email: str = "studio@studio-test-project.iam.gserviceaccount.com"
    bucket: str = "studio-test-data"
    staging: str = "studio-test-staging"
    address: str = ""
    jobs: dict[str, Job] = field(default_factory=dict)
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    quotas: dict[str, dict[str, int]] = field(default_factory=_quotas)
    log_entries: list[dict[str, Any]] = field(default_factory=list)
    held: bool = False
    batch_refusals: int = 0
    plan: TuningPlan = field(default_factory=TuningPlan)
    tuned: dict[str, Job] = field(default_factory=dict)
    validations: list[dict[str, Any]] = field(default_factory=list)
    snippets: Snippets = field(default_factory=Snippets)
    failures: list[Failure] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    judge: Judge = field(default_factory=Judge)
    lock: threading.RLock = field(default_factory=threading.RLock)
    ids: itertools.count = field(default_factory=lambda: itertools.count(4798865778428346368, 7919))

    def __post_init__(self) -> None:
        self.identity = Identity(self.project)

    # Sign-in and surroundings

    def key(self, email: str = "") -> str:
        """A SERVICE_ACCOUNT_KEY: base64 of a real key with a planted marker, that this cloud accepts."""
        return self.identity.encoded_key(email or self.email)

    def secrets(self) -> list[str]:
        """Texts that may be found nowhere outside: keys in all their forms, and the tokens given out."""
        return self.identity.secrets()

    def environment(self) -> dict[str, str]:
        """The variables with which a studio uses this cloud."""
        return {
            "SERVICE_ACCOUNT_KEY": self.key(),
            "PROJECT_ID": self.project,
            "REGION": self.region,
            "BUCKET_NAME": self.bucket,
            "STAGING_BUCKET": self.staging,
            "PREFSTUDIO_GOOGLE_ENDPOINT": self.address,
            "STORAGE_EMULATOR_HOST": self.storage.address,
        }

    def serve(self, patch: "pytest.MonkeyPatch") -> None:
        """Let the studio of this process, and those it starts, use this cloud while the patch lasts."""
        for name, value in self.environment().items():
            patch.setenv(name, value)

    def expire_credentials(self) -> None:
        """From now on every sign-in is refused, by the token endpoint and by the services."""
        self.identity.expired = True

    def renew_credentials(self) -> None:
        """Take sign-ins again."""
        self.identity.expired = False

    def deny(self, *permissions: str) -> None:
        """Take permissions away; calls that need them get 403, and testing for them says so."""
        self.denied.update(permissions)
        self.storage.denied.update(permissions)

    def fault(
        self,
        where: str,
        kind: Kind = "status",
        *,
        status: int = 503,
        times: int = 1,
        message: str = "",
        seconds: float | None = None,
        status_name: str = "",
    ) -> None:
        """Let the next requests of an operation meet a trouble.

        Args:
            where: The operation, such as ``pipelineJobs.create``, ``token`` or ``storage.GET``; ``*`` stands
                for any text.
            kind: ``status`` refuses; ``throttle`` says 429; ``delay`` waits before the work; ``hang`` never
                answers; ``lose_response`` does the work and closes the connection; ``disconnect`` only
                closes it.
            status: The HTTP status that refuses.
            times: How many requests meet it; 0 means all to come.
            message: What the refusal says.
            seconds: How long a delay (1) or hang (an hour) lasts.
            status_name: The name of the status, where the usual one does not do.
        """
        waits = seconds if seconds is not None else 1.0 if kind == "delay" else LONG
        self.faults.add(Fault(where, kind, status, times, message, waits, status_name))

    # Jobs

    def add(self, job: Job) -> Job:
        """Keep a new job; its clock starts."""
        job.due = time.monotonic() + self.speed
        self.jobs[job.name] = job
        return job

    def find(self, job: Job | str, collection: str = "") -> Job:
        """Find a job by its id or full name (with the project's name or number).

        Raises:
            GoogleError: 404.
        """
        if isinstance(job, Job):
            return job
        for found in self.jobs.values():
            if found.id == job.rpartition("/")[2] and collection in {"", found.collection}:
                return found
        raise not_found(job)

    def of_kind(self, collection: str) -> list[Job]:
        """The jobs of a kind, the oldest first."""
        with self.lock:
            return [job for job in self.jobs.values() if job.collection == collection]

    def fail(self, what: Job | str, *, message: str = "", task: str = "", code: int = 9) -> None:
        """Let a job fail at its next stage, or in one of its tasks.

        Args:
            what: A job, its id or full name; or ``pipelineJobs`` and the like: the next to get there.
            message: What its error says.
            task: The pipeline's task in which it fails; by default any that runs.
            code: The canonical code of the error.
        """
        name = what if isinstance(what, str) else what.name
        said = message or "The replica workerpool0-0 exited with a non-zero status of 1."
        with self.lock:
            self.failures.append(Failure(name, said, task, code))

    def planned_failure(self, job: Job, task: str = "") -> Failure | None:
        """Take the failure that is due in this job, or in this task of it, off the list."""
        for failure in self.failures:
            fits = failure.what in {job.collection, job.id, job.name} or failure.what.endswith(f"/{job.id}")
            if fits and failure.task in {"", task}:
                self.failures.remove(failure)
                return failure
        return None

    def cancel(self, job: Job) -> None:
        """Ask a job to stop; it does at its next stage.

        Raises:
            GoogleError: It has ended.
        """
        if job.ended_at:
            raise precondition(f"{job.name} is in state {job.state} and cannot be cancelled.")
        job.state = "CANCELLING"

    def advance(self, job: Job | str, stages: int = 1) -> Job:
        """Let a job go on by some stages."""
        with self.lock:
            found = self.find(job)
            for _ in range(stages):
                self._step(found)
        return found

    def finish(self, job: Job | str) -> Job:
        """Let a job go on to its end."""
        with self.lock:
            found = self.find(job)
            while not found.ended_at:
                self._step(found)
        return found

    def hold(self, *, held: bool = True) -> None:
        """Keep jobs from going on by themselves, but for those that are to stop; or let them go on again."""
        self.held = held

    def tick(self) -> None:
        """Let those jobs go on whose next stage is due."""
        with self.lock:
            for job in [job for job in self.jobs.values() if not job.ended_at]:
                if self.held and job.state != "CANCELLING":
                    job.due = time.monotonic() + self.speed
                elif time.monotonic() >= job.due:
                    job.due += self.speed
                    self._step(job)

    def _step(self, job: Job) -> None:
        if job.ended_at:
            return
        if job.state == "CANCELLING":
            job.end(CANCELLED)
            return
        try:
            next(job.script)
        except StopIteration:
            job.end(SUCCEEDED)
        except WorkError as problem:
            job.end(FAILED, problem.as_json())

    def new_id(self) -> str:
        """A number as Google gives them to what it makes."""
        return str(next(self.ids))

    def parent(self, location: str) -> str:
        """The name of a place, with the project's number as in Google's answers."""
        return f"projects/{self.number}/locations/{location}"

    def require_project(self, project: str) -> None:
        """Refuse other projects than the one there is, as Google does.

        Raises:
            GoogleError: 403.
        """
        if project not in {self.project, self.number, "-"}:
            raise GoogleError(403, f"Permission denied on resource project {project} (or it may not exist).")
