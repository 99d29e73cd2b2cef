"""Jobs of all kinds, as Vertex AI keeps and shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

PIPELINES, TUNINGS, BATCHES = COLLECTIONS = ("pipelineJobs", "tuningJobs", "batchPredictionJobs")
SUCCEEDED, FAILED, CANCELLED = ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")


class WorkError(Exception):
    """What a job does has failed; its message is what the job's error says."""

    def __init__(self, message: str, code: int = 9) -> None:
        self.message = message
        self.code = code
        super().__init__(message)

    def as_json(self) -> dict[str, Any]:
        """The error in a job or task."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True)
class Failure:
    """A failure that is to come: of which job or kind of job, and in which task of it (any if '')."""

    what: str
    message: str
    task: str = ""
    code: int = 9


@dataclass(eq=False)
class Job:
    """One job: what was asked for, and how far it is.

    Attributes:
        body: What the client sent.
        script: Does the work, a stage at each `next`; raises `WorkError`.
        result: Further fields that the service shows, by name.
        tasks: A pipeline's tasks, in the order in which they were made.
        due: When its next stage comes, in seconds of the monotonic clock.
        metrics: Points by the metric's name: step, value, and when.
    """

    collection: str
    id: str
    name: str
    location: str
    body: dict[str, Any]
    state: str = "PENDING"
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: dict[str, Any] | None = None
    script: Iterator[None] = field(default_factory=lambda: iter(()))
    result: dict[str, Any] = field(default_factory=dict)
    tasks: list["Task"] = field(default_factory=list)
    due: float = 0.0
    metrics: dict[str, list[tuple[int, float, datetime]]] = field(default_factory=dict)

    def begin(self) -> None:
        """Leave the queue."""
        self.state = "RUNNING"
        self.started_at = datetime.now(UTC)

    def end(self, state: str, error: dict[str, Any] | None = None) -> None:
        """Stop for good; tasks that still run stop with it."""
        self.state, self.error, self.ended_at = state, error, datetime.now(UTC)
        for task in self.tasks:
            if task.state in {"PENDING", "RUNNING"}:
                parent_failed = task.is_dag and state == FAILED
                task.end(FAILED if parent_failed else CANCELLED, error if parent_failed else None)

    def as_json(self) -> dict[str, Any]:
        """The job as a client gets it."""
        prefix = "PIPELINE_STATE_" if self.collection == PIPELINES else "JOB_STATE_"
        shown = {
            **self.body,
            **self.result,
            "name": self.name,
            "state": prefix + self.state,
            **times(self.created_at, self.started_at, self.ended_at),
            "updateTime": rfc3339(datetime.now(UTC)),
        }
        if self.tasks:
            details = [task.as_json() for task in self.tasks]
            shown["jobDetail"] = {"taskDetails": details}
        return shown | ({"error": self.error} if self.error else {})


@dataclass(eq=False)
class Task:
    """One task of a pipeline, as it stands in the job's details."""

    id: str
    name: str
    parent: str
    is_dag: bool
    state: str = "PENDING"
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: dict[str, Any] | None = None
    custom_job: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    artifacts: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Start running."""
        self.state, self.started_at = "RUNNING", datetime.now(UTC)

    def end(self, state: str, error: dict[str, Any] | None = None) -> None:
        """Stop for good."""
        self.state, self.error, self.ended_at = state, error, datetime.now(UTC)

    def as_json(self) -> dict[str, Any]:
        """The task's detail as a client gets it."""
        schema = "system.DagExecution" if self.is_dag else "system.ContainerExecution"
        shown = {
            "taskId": self.id,
            "taskName": self.name,
            "state": self.state,
            **times(self.created_at, self.started_at, self.ended_at),
            "execution": {"displayName": self.name, "schemaTitle": schema, "metadata": self.metadata},
            "outputs": {name: {"artifacts": [_artifact(uri)]} for name, uri in self.artifacts.items()},
        }
        if self.parent:
            shown["parentTaskId"] = self.parent
        if self.custom_job:
            shown["executorDetail"] = {"containerDetail": {"mainJob": self.custom_job}}
        return shown | ({"error": self.error} if self.error else {})


def _artifact(uri: str) -> dict[str, str]:
    return {
        "displayName": uri.rpartition("/")[2],
        "uri": uri,
        "schemaTitle": "system.Artifact",
        "state": "LIVE",
    }


def times(created: datetime, started: datetime | None, ended: datetime | None) -> dict[str, str]:
    """The times that are known, under the names of Google's fields."""
    known = {"createTime": created, "startTime": started, "endTime": ended}
    return {name: rfc3339(time) for name, time in known.items() if time}


def rfc3339(time: datetime) -> str:
    """A time as Google writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
