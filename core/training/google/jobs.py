"""Jobs at Vertex AI of any kind: submitted once, found again, polled, cancelled, deleted, and their logs."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from urllib.parse import quote

from core.cloud import translated
from core.errors import Conflict, InvalidInput, NotFound, StudioError, Unavailable

TUNE, BASE, TUNED = "tune", "base", "tuned"
"""The roles of a run's jobs: tuning, and the answers of the untuned and of the tuned model."""

LABEL = "prefstudio-run"
"""The label of a job that says which run it belongs to."""

Job = Any
"""As Google's clients give it: a ``PipelineJob``, ``TuningJob`` or ``BatchJob``."""

KINDS = {
    "pipelineJobs": (r"[a-z][-a-z0-9]{0,127}", "vertex-ai/locations/{0}/pipelines/runs/{1}"),
    "tuningJobs": (r"[^/\s]+", "agent-platform/tuning/locations/{0}/tuningJob/{1}/monitor"),
}
"""How the ids of jobs look that have names of their own, and where Google's console shows them."""

ENDED = frozenset({"SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})


@dataclass(frozen=True)
class JobName:
    """A job of Vertex AI; ``str`` gives its full name."""

    project: str
    location: str
    job_id: str
    kind: str = "pipelineJobs"

    @classmethod
    def parsed(cls, text: str, kind: str = "pipelineJobs") -> Self | None:
        """The parts of a full name of a kind, or None for anything else."""
        pattern = rf"projects/([^/\s]+)/locations/([a-z0-9-]+)/{kind}/({KINDS[kind][0]})"
        match = re.fullmatch(pattern, text.strip())
        return cls(match[1], match[2], match[3], kind) if match else None

    @classmethod
    def of(cls, text: str) -> Self:
        """The parts of a pipeline job's full name.

        Raises:
            InvalidInput: It is none.
        """
        if found := cls.parsed(text):
            return found
        raise InvalidInput(
            f"{text[:200]!r} is no pipeline job's name; it looks like "
            "projects/<project>/locations/<location>/pipelineJobs/<job id>."
        )

    def __str__(self) -> str:
        return f"{self.parent}/{self.kind}/{self.job_id}"

    @property
    def parent(self) -> str:
        """The project and location it is in."""
        return f"projects/{self.project}/locations/{self.location}"

    @property
    def base(self) -> Self:
        """The job of the same run in which the untuned model answers."""
        return replace(self, job_id=job_title(self.job_id, BASE))

    @property
    def console_url(self) -> str:
        """Where Google's console shows it."""
        path = KINDS[self.kind][1].format(quote(self.location), quote(self.job_id))
        return f"https://console.cloud.google.com/{path}?project={quote(self.project)}"


def job_title(run: str, role: str) -> str:
    """What the job in which a model answers is called, and found again by."""
    return f"{run}-{role}"


def state_of(job: Job) -> str:
    """Its state, such as ``RUNNING``."""
    state = job.state.name if job.state is not None else "UNSPECIFIED"
    return str(state).removeprefix("PIPELINE_STATE_").removeprefix("JOB_STATE_")


def has_ended(job: Job) -> bool:
    """Whether nothing more will come of it; a paused job may go on."""
    return state_of(job) in ENDED


class Jobs(ABC):
    """The jobs of one kind that a run has at Vertex AI, by their roles; what they share is here.

    Attributes:
        refuses_twins: Whether Google itself refuses a second job of the run in a role. Else whoever submits
            has to look for one before, and again after an answer that was lost.
    """

    refuses_twins: ClassVar[bool] = False

    def submit(self, role: str, request: Any) -> Job:
        """Make the run's job in this role, unless it is there: asked again, there is still one.

        Args:
            role: Which of the run's jobs.
            request: What the kind of job is made of.

        Raises:
            Unavailable: Nobody knows whether it was made.
            Conflict: Another job has its name.
            StudioError: It was refused.
        """
        if not self.refuses_twins and (found := self.find(role)) is not None:
            return found
        in_doubt: type[StudioError] = Conflict if self.refuses_twins else Unavailable
        try:
            return self._create(role, request)
        except in_doubt as error:  # it may be there all the same
            if (found := self.existing(role)) is not None:
                return found
            raise Unavailable(str(error)) from None

    def existing(self, role: str) -> Job | None:
        """The run's job in this role, if it is there, for one who would else submit it.

        Raises:
            Conflict: Another job has its name.
            Unavailable: Google does not say whether it is there; a refusal to look is no refusal of the job.
        """
        try:
            return self.find(role)
        except Conflict:
            raise
        except StudioError as error:
            raise Unavailable(f"Whether the run has started is not known. {error}") from None

    def poll(self, name: str) -> Job:
        """The job as Vertex AI has it now, by its full name.

        Raises:
            NotFound: There is none of this name.
            StudioError: It cannot be looked at.
        """
        with translated(self.describe(name)):
            return self._get(name)

    def cancel(self, name: str) -> None:
        """Ask a job to stop; one that has ended or is gone is fine."""
        try:
            with translated(self.describe(name)):
                self._cancel(name)
        except NotFound:
            return
        except InvalidInput:  # which Google answers for one that has ended
            if not has_ended(self.poll(name)):
                raise

    def delete(self, name: str) -> None:
        """Delete a job that has ended; one that is gone is fine."""
        try:
            with translated(self.describe(name)):
                self._delete(name)
        except NotFound:
            return

    def log(self, name: str, job: Job) -> str | None:  # noqa: ARG002 - pipelines have one
        """The end of the log of a job that failed; None for a kind whose log the studio cannot read."""
        return None

    @abstractmethod
    def find(self, role: str) -> Job | None:
        """The run's job in this role, if there is one.

        Raises:
            Conflict: Another job has its name.
            StudioError: Google does not say.
        """

    @abstractmethod
    def describe(self, name: str) -> str:
        """A job as it stands in a sentence."""

    @abstractmethod
    def _create(self, role: str, request: Any) -> Job: ...

    @abstractmethod
    def _get(self, name: str) -> Job: ...

    @abstractmethod
    def _cancel(self, name: str) -> None: ...

    @abstractmethod
    def _delete(self, name: str) -> None: ...
