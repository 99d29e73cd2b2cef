"""What a way to tune must be able to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel

from core.datasets import DatasetKind, DatasetView
from core.training.models import RunState, TaskState
from core.training.processes import ProcessMark


@dataclass(frozen=True)
class InputRole:
    """A data set a method takes: under which name, of which kind, and whether it can do without."""

    name: str
    kind: DatasetKind
    required: bool
    help: str


@dataclass(frozen=True)
class Submission:
    """Everything a method gets to start a run; ``root`` is the address all its output goes below."""

    job_id: str
    root: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, DatasetView]


@dataclass(frozen=True)
class TaskReport:
    """What is known of one task."""

    name: str
    state: TaskState
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True)
class ArtifactReport:
    """Something a task left behind."""

    task: str
    name: str
    address: str


@dataclass(frozen=True)
class RunReport:
    """What a look at a run found."""

    state: RunState
    tasks: tuple[TaskReport, ...] = ()
    artifacts: tuple[ArtifactReport, ...] = ()
    error: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class RunHandle:
    """What a method needs to find a run again."""

    method: str
    job_id: str
    root: str
    state: RunState
    created_at: datetime
    process: ProcessMark | None = None


class Method(Protocol):
    """A way to tune a model on frozen data sets."""

    @property
    def name(self) -> str:
        """What scripts call it, such as ``local-rlhf``."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def about(self) -> str:
        """What it is and what it is not, in plain words."""
        ...

    @property
    def inputs(self) -> tuple[InputRole, ...]:
        """The data sets it takes."""
        ...

    @property
    def parameters(self) -> type[BaseModel]:
        """Its parameters: the form, its help and its checks come from this model."""
        ...

    def submit(self, submission: Submission) -> ProcessMark | None:
        """Start the run; returns the local process, if there is one."""
        ...

    def poll(self, run: RunHandle) -> RunReport:
        """Look at a run without waiting."""
        ...

    def cancel(self, run: RunHandle) -> None:
        """Ask the run to stop; `poll` tells when it has."""
        ...

    def log_tail(self, run: RunHandle, *, lines: int) -> str:
        """The end of the run's log, empty when there is none."""
        ...


@dataclass(frozen=True)
class LaunchRequest:
    """What a person asks for: a method, frozen sets by role, parameters."""

    method: str
    inputs: Mapping[str, int]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
