"""Tables of training: runs, the data sets they used, their tasks and what they left behind."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Column, Field, SQLModel

import core.datasets.models  # noqa: F401 - a run names its sets
from core.db import NEVER_REUSED, Json, OwnAddress, UtcDateTime, by_value, now


class RunState(StrEnum):
    """Where a run stands.

    PENDING is on record but not known to have started. LOST is one whose process or job is gone without a
    word. UNKNOWN is one that was taken over from its files alone: how it ended, nobody here knows.
    """

    PENDING = "pending"
    RUNNING = "running"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"
    UNKNOWN = "unknown"

    @property
    def active(self) -> bool:
        """Whether something is still to come."""
        return self in ACTIVE


ACTIVE = frozenset({RunState.PENDING, RunState.RUNNING, RunState.CANCELLING})


class TaskState(StrEnum):
    """Where one task of a run stands.

    NOT_RUN is one that never began though its run, or its job, has ended: nothing asked for it, or what it
    waited for did not succeed.
    """

    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    NOT_RUN = "not run"


class Run(SQLModel, table=True):
    """One execution of a method on frozen data sets.

    ``process`` and ``process_started`` tell the run's process, which is on ``machine``, from a later one that
    got the same number.
    ``jobs`` are the names of its jobs in the cloud by role. Whoever polls it claims it until
    ``claimed_until``, so that it has one follower however many replicas there are; the next poll is due at
    ``next_poll_at``, and ``poll_error`` says why the last ``failed_polls`` of them saw nothing.
    ``request_key`` is what a program named its request by, ``request_hash`` what it asked for: sent again,
    the request finds its run.
    ``curve_flag`` says what is wrong with its curves, ``curve_flag_step`` from which step on, as they were
    read last; nobody sets or clears it but whoever polls the run.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: str
    method: str
    job_id: str = Field(unique=True)
    state: RunState = Field(default=RunState.PENDING, index=True, sa_type=by_value(RunState))
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    root: str = Field(sa_type=OwnAddress)
    jobs: dict[str, str] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    process: int | None = None
    process_started: float | None = None
    machine: str = ""
    error: str | None = None
    doing: str = ""
    log: str | None = None
    next_poll_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failed_polls: int = 0
    poll_error: str | None = None
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    adopted: bool = False
    retried_from: int | None = None
    curve_flag: str | None = None
    curve_flag_step: int | None = Field(default=None, sa_type=BigInteger)
    request_key: str | None = Field(default=None, index=True, unique=True)
    request_hash: str | None = None
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RunInput(SQLModel, table=True):
    """Which frozen set a run used in which role, such as ``preference_dataset``."""

    __tablename__ = "run_input"

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    role: str = Field(primary_key=True)
    dataset_id: int = Field(foreign_key="dataset.id")


class RunTask(SQLModel, table=True):
    """One task of a run, such as ``reward-model-trainer``."""

    __tablename__ = "run_task"

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    name: str = Field(primary_key=True)
    position: int
    state: TaskState = Field(default=TaskState.PENDING, sa_type=by_value(TaskState))
    depends_on: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None


class Artifact(SQLModel, table=True):
    """Something a task left behind, by the name the pipeline gives it."""

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    task: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    address: str = Field(sa_type=OwnAddress)


class FileKind(StrEnum):
    """What a file of a run holds."""

    EVENTS = "events"
    PREDICTIONS = "predictions"


class RunFile(SQLModel, table=True):
    """A file that a run left in the cloud, as the follower last saw it; pages read this and never list."""

    __tablename__ = "run_file"

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    address: str = Field(primary_key=True)
    kind: FileKind = Field(sa_type=by_value(FileKind))
    task: str
    size: int = Field(sa_type=BigInteger)
    generation: str


class Price(SQLModel, table=True):
    """What one unit of something costs in US dollars, as somebody entered it."""

    item: str = Field(primary_key=True)
    dollars: float
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
