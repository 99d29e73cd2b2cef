"""What a way to tune must be able to do; what it may leave out has a default here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel

from core.datasets import DatasetView
from core.findings import Finding
from core.training.costs import Estimate
from core.training.exchanged import (
    ArtifactReport,
    Found,
    InputRole,
    LaunchRequest,
    Leftover,
    Place,
    Plan,
    RunHandle,
    RunReport,
    ServedModels,
    Specification,
    Started,
    Submission,
    TaskReport,
)
from core.training.parameters import OnePass

__all__ = [
    "ArtifactReport",
    "Found",
    "InputRole",
    "LaunchRequest",
    "Leftover",
    "Method",
    "Place",
    "Plan",
    "RunHandle",
    "RunReport",
    "ServedModels",
    "Specification",
    "Started",
    "Submission",
    "TaskReport",
]


class Method(ABC):
    """A way to tune a model on frozen data sets.

    Attributes:
        name: What scripts call it, such as ``local-rlhf``.
        title: What people call it.
        about: What it is and what it is not, in plain words.
        notice: What is known of the service's state today; empty where nothing needs saying.
        paid: Whether a launch costs money, so that it must be confirmed.
        poll_seconds: Least time between two polls of a run that goes well; 0 for whenever somebody polls.
        patience: The longest one request to its service may take, in seconds; whoever polls a run keeps
            it for twice that.
        absent_curves: Why curves that people look for are not there, by their tags.
        curve_notes: What is to be known of the curves of a task, by its name, where they are whole before the
            run begins.
        inputs: The data sets it takes.
        parameters: Its parameters: the form, its help and its checks come from this model; see
            `core.training.parameters`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    notice: ClassVar[str] = ""
    paid: ClassVar[bool] = False
    poll_seconds: ClassVar[float] = 0.0
    absent_curves: ClassVar[Mapping[str, str]] = {}
    curve_notes: ClassVar[Mapping[str, str]] = {}
    inputs: ClassVar[tuple[InputRole, ...]]
    parameters: ClassVar[type[BaseModel]]

    @property
    def patience(self) -> float:
        """The longest one request may take."""
        return 5.0

    def is_here(self, run: RunHandle) -> bool:  # noqa: ARG002
        """Whether this studio can tell how the run stands; one on another machine is followed there."""
        return True

    def one_pass(self, role: str, dataset: DatasetView) -> OnePass:  # noqa: ARG002
        """How many steps show the set of a role once; as Google counts, unless a method knows better."""
        return OnePass.in_batches(dataset.rows)

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

    @abstractmethod
    def submit(self, submission: Submission) -> Started:
        """Start the run, or find it: called again with the same ``job_id`` it starts no second one.

        Raises:
            Unavailable: Nobody knows whether it started; it will be submitted again.
            StudioError: Of any other kind: it was refused, and nothing was started.
        """

    @abstractmethod
    def poll(self, run: RunHandle) -> RunReport:
        """Poll a run without waiting.

        Raises:
            StudioError: It cannot be polled now; the sentence is shown, and the run stays as it is.
        """

    @abstractmethod
    def cancel(self, run: RunHandle) -> None:
        """Ask the run to stop; `poll` tells when it has. May be asked again."""

    def curves(self, run: RunHandle) -> RunReport | None:  # noqa: ARG002
        """Read the curves of a run that has ended once more; None where its own files hold them.

        Only the task that has them, what it left and, as trouble, why there are none, or none that can be
        read, are told; nothing is begun.
        """
        return None

    def log_tail(self, run: RunHandle, *, lines: int) -> str:  # noqa: ARG002
        """The end of a log on this machine, empty when there is none."""
        return ""

    def console_url(self, run: RunHandle) -> str:  # noqa: ARG002
        """Where the service itself shows the run; empty when nowhere."""
        return ""

    def served(self, run: RunHandle, artifacts: Mapping[str, str]) -> ServedModels | None:  # noqa: ARG002
        """Both models of a run that succeeded, to be asked; None where nothing serves them.

        Args:
            run: The run.
            artifacts: The addresses of what it left, by name.
        """
        return None

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
