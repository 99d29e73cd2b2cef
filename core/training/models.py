"""Tables of training: runs, the data sets they used, their tasks and what they left behind."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Column, Field, SQLModel

from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now


class RunState(StrEnum):
    """Where a run stands. LOST is a run whose process is gone without a word."""

    PENDING = "pending"
    RUNNING = "running"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def active(self) -> bool:
        """Whether something is still to come."""
        return self in ACTIVE


ACTIVE = frozenset({RunState.PENDING, RunState.RUNNING, RunState.CANCELLING})


class TaskState(StrEnum):
    """Where one task of a run stands."""

    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(SQLModel, table=True):
    """One execution of a method on frozen data sets.

    ``process`` and ``process_started`` tell the run's process from a later one that got the same number.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: str
    method: str
    job_id: str = Field(unique=True)
    state: RunState = Field(default=RunState.PENDING, index=True, sa_type=by_value(RunState))
    parameters: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    root: str
    process: int | None = None
    process_started: float | None = None
    error: str | None = None
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
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None


class Artifact(SQLModel, table=True):
    """Something a task left behind, by the name the pipeline gives it."""

    run_id: int = Field(foreign_key="run.id", primary_key=True)
    task: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    address: str
