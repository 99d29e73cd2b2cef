"""What a method and the studio tell each other about a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.datasets import DatasetKind, DatasetView
from core.db import clean_text
from core.progress import Tell, silent
from core.rewards import RewardDetail
from core.training.models import RunState, TaskState
from core.training.processes import ProcessMark

"""Told, as a sentence, what is going on; raising from it cancels what has not been sent yet."""


@dataclass(frozen=True)
class InputRole:
    """A data set a method takes: under which name, of which kind, and whether it can do without.

    ``tuned_on`` says whether the model learns from it; else it is judged on it, and should not have seen it.
    """

    name: str
    kind: DatasetKind
    required: bool
    help: str
    tuned_on: bool = True

    @property
    def title(self) -> str:
        """What people call it, such as “Prompt set” for ``prompt_dataset``."""
        word = self.name.removesuffix("_dataset").replace("_", " ")
        return f"{'evaluation' if word == 'eval' else word} set".capitalize()


@dataclass(frozen=True)
class Plan:
    """What is to be launched: checked parameters, frozen sets by role, and the reward if it takes one."""

    parameters: Mapping[str, Any]
    inputs: Mapping[str, DatasetView]
    reward: RewardDetail | None = None


@dataclass(frozen=True)
class Place:
    """Where a run will be, known before it is sent.

    Attributes:
        root: Where it will write.
        jobs: Its jobs' names in the cloud by role, as far as they are known.
        machine: Where its process will be, if it has one; see `core.training.methods.local_rlhf.layout`.
    """

    root: str
    jobs: Mapping[str, str] = field(default_factory=dict)
    machine: str = ""


@dataclass(frozen=True)
class ServedModels:
    """Both models of a run where people can ask them, each by its full name.

    Attributes:
        base: The untuned model.
        tuned: The tuned model's endpoint.
        instruction: What is put before every prompt, as in the rows it was tuned on.
        thinking_level: How much the model may think, as it was tuned; empty where that was left to Google.
        most_tokens: The longest answer, thinking included, so that one question costs little.
    """

    base: str
    tuned: str
    instruction: str = ""
    thinking_level: str = ""
    most_tokens: int = 4_096


@dataclass(frozen=True)
class Specification:
    """What will be sent, for people to read and keep."""

    file_name: str
    text: str


def _unclaimed() -> None:
    """Nobody else could start the run."""


@dataclass(frozen=True)
class Submission:
    """Everything a method gets to start a run.

    Attributes:
        root: The address that all its output goes below.
        assert_claimed: To be called right before anything is made; raises where the run was cancelled, or
            is another's to start by now.
    """

    job_id: str
    root: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, DatasetView]
    name: str = ""
    jobs: Mapping[str, str] = field(default_factory=dict)
    reward: RewardDetail | None = None
    tell: Tell = silent
    assert_claimed: Callable[[], None] = _unclaimed


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
    """What a poll of a run found.

    Attributes:
        jobs: Names of jobs that were not known before; they are kept with the run.
        log: An excerpt of the log, kept with the run; asked for once, when it has failed.
        doing: What goes on in it now, as a sentence; empty where its tasks say enough.
        trouble: What could not be done about a run that has ended; it is polled again for that a few times.
    """

    state: RunState
    tasks: tuple[TaskReport, ...] = ()
    artifacts: tuple[ArtifactReport, ...] = ()
    error: str | None = None
    ended_at: datetime | None = None
    started_at: datetime | None = None
    jobs: Mapping[str, str] = field(default_factory=dict)
    log: str | None = None
    doing: str = ""
    trouble: str = ""


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
    machine: str = ""


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


@dataclass(frozen=True)
class LaunchRequest:
    """What a person asks for: a method, frozen sets by role, parameters.

    Attributes:
        confirmed: The run's name once more, for a method that costs money.
        retried_from: Number of the run this one repeats.
        key: What a program names this request by: sent again by the same person, it finds the run.
    """

    method: str
    inputs: Mapping[str, int]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    confirmed: str = ""
    retried_from: int | None = None
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_text(self.name))
        object.__setattr__(self, "confirmed", clean_text(self.confirmed))
