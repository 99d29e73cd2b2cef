"""What a way to tune must be able to do; what it may leave out has a default here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from core.datasets import DatasetKind, DatasetView
from core.findings import Finding
from core.training.costs import Estimate
from core.training.models import RunState, TaskState
from core.training.processes import ProcessMark

Tell = Callable[[str], None]
"""Told, as a sentence, what is going on; raising from it cancels what has not been sent yet."""


@dataclass(frozen=True)
class InputRole:
    """A data set a method takes: under which name, of which kind, and whether it can do without."""

    name: str
    kind: DatasetKind
    required: bool
    help: str


@dataclass(frozen=True)
class Plan:
    """What is to be launched: checked parameters and frozen sets by role."""

    parameters: Mapping[str, Any]
    inputs: Mapping[str, DatasetView]


@dataclass(frozen=True)
class Place:
    """Where a run will write, and its jobs' names by role as far as they are known before it is sent."""

    root: str
    jobs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Specification:
    """What will be sent, for people to read and keep."""

    file_name: str
    text: str


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Submission:
    """Everything a method gets to start a run; ``root`` is the address all its output goes below."""

    job_id: str
    root: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, DatasetView]
    name: str = ""
    jobs: Mapping[str, str] = field(default_factory=dict)
    tell: Tell = _silent


@dataclass(frozen=True)
class Started:
    """What a submission came to: the process of this machine, or the names of the jobs in the cloud."""

    process: ProcessMark | None = None
    jobs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskReport:
    """What is known of one task; ``name`` is unique in the run, a path where tasks are nested."""

    name: str
    state: TaskState
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArtifactReport:
    """Something a task left behind."""

    task: str
    name: str
    address: str


@dataclass(frozen=True)
class RunReport:
    """What a look at a run found.

    Attributes:
        jobs: Names of jobs that were not known before; they are kept with the run.
        log: An excerpt of the log, kept with the run; asked for once, when it has failed.
    """

    state: RunState
    tasks: tuple[TaskReport, ...] = ()
    artifacts: tuple[ArtifactReport, ...] = ()
    error: str | None = None
    ended_at: datetime | None = None
    started_at: datetime | None = None
    jobs: Mapping[str, str] = field(default_factory=dict)
    log: str | None = None


@dataclass(frozen=True)
class RunHandle:
    """What a method needs to find a run again."""

    method: str
    job_id: str
    root: str
    state: RunState
    created_at: datetime
    process: ProcessMark | None = None
    name: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    jobs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leftover:
    """Something a run left in the cloud that may be deleted.

    Attributes:
        kind: What it is, such as ``job``, ``model``, ``endpoint`` or ``objects``.
        name: Its full name or address; `Method.remove` finds it by this.
        size: Bytes, or None where nobody tells.
        note: What deleting it takes away.
    """

    kind: str
    name: str
    size: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Found:
    """A run that somebody started elsewhere."""

    job_id: str
    name: str
    root: str
    parameters: Mapping[str, Any]
    jobs: Mapping[str, str]
    created_at: datetime


class Method(Protocol):
    """A way to tune a model on frozen data sets.

    Attributes:
        name: What scripts call it, such as ``local-rlhf``.
        title: What people call it.
        about: What it is and what it is not, in plain words.
        notice: What is known of the service's state today; empty where nothing needs saying.
        paid: Whether a launch costs money, so that it must be confirmed.
        poll_seconds: Least time between two looks at a run that goes well; 0 for whenever somebody looks.
        patience: The longest one request to its service may take, in seconds; whoever looks at a run keeps
            it for twice that.
        inputs: The data sets it takes.
        parameters: Its parameters: the form, its help and its checks come from this model.
    """

    name: str
    title: str
    about: str
    notice: str = ""
    paid: bool = False
    poll_seconds: float = 0.0
    inputs: tuple[InputRole, ...]
    parameters: type[BaseModel]

    @property
    def patience(self) -> float:
        """The longest one request may take."""
        return 5.0

    def presets(self, inputs: Mapping[str, DatasetView]) -> dict[str, dict[str, Any]]:  # noqa: ARG002
        """Well-known settings by name, for these data sets: values of some parameters."""
        return {}

    def advise(self, plan: Plan) -> list[Finding]:  # noqa: ARG002
        """What arithmetic and rules say of a plan; nothing is asked of anybody."""
        return []

    def check_outside(self, plan: Plan) -> list[Finding]:  # noqa: ARG002
        """What the service says: account, permissions, bucket, quota; nothing is changed there."""
        return []

    def estimate(self, plan: Plan) -> Estimate | None:  # noqa: ARG002
        """What a plan will use up; None where it costs nothing."""
        return None

    def specification(self, plan: Plan) -> Specification | None:  # noqa: ARG002
        """What would be sent; None where there is no such text."""
        return None

    def place(self, job_id: str, plan: Plan, runs_folder: Path) -> Place:  # noqa: ARG002
        """Where the run will write and what its jobs will be called, known before it is sent."""
        return Place((runs_folder / job_id).as_uri())

    def submit(self, submission: Submission) -> Started:
        """Start the run, or find it: called again with the same ``job_id`` it starts no second one.

        Raises:
            Unavailable: Nobody knows whether it started; it will be submitted again.
            StudioError: Of any other kind: it was refused, and nothing was started.
        """
        ...

    def poll(self, run: RunHandle) -> RunReport:
        """Look at a run without waiting.

        Raises:
            StudioError: It cannot be looked at now; the sentence is shown, and the run stays as it is.
        """
        ...

    def cancel(self, run: RunHandle) -> None:
        """Ask the run to stop; `poll` tells when it has. May be asked again."""
        ...

    def log_tail(self, run: RunHandle, *, lines: int) -> str:  # noqa: ARG002
        """The end of a log on this machine, empty when there is none."""
        return ""

    def console_url(self, run: RunHandle) -> str:  # noqa: ARG002
        """Where the service itself shows the run; empty when nowhere."""
        return ""

    def leftovers(self, run: RunHandle) -> list[Leftover]:  # noqa: ARG002
        """What the run left in the cloud."""
        return []

    def remove(self, run: RunHandle, leftover: Leftover) -> None:  # noqa: ARG002
        """Delete one thing that `leftovers` listed; one that is gone already is fine."""
        return

    def find(self, where: str) -> Found | None:  # noqa: ARG002
        """A run that was started elsewhere, by its job's full name; None when the name is of another kind.

        Raises:
            NotFound: There is no such job.
        """
        return None


@dataclass(frozen=True)
class LaunchRequest:
    """What a person asks for: a method, frozen sets by role, parameters.

    Attributes:
        confirmed: The run's name once more, for a method that costs money.
        retried_from: Number of the run this one repeats.
    """

    method: str
    inputs: Mapping[str, int]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    confirmed: str = ""
    retried_from: int | None = None
