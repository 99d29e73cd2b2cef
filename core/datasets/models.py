"""Tables of data sets: imported prompts, and the frozen sets themselves."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now


class DatasetKind(StrEnum):
    """What the rows of a data set are for."""

    PREFERENCE = "preference"
    PROMPT = "prompt"
    EVALUATION = "evaluation"


class Prompt(SQLModel, table=True):
    """An imported prompt; ``purpose`` is PROMPT or EVALUATION, as the import said."""

    __table_args__ = (UniqueConstraint("project_id", "purpose", "content_hash"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    purpose: DatasetKind = Field(sa_type=by_value(DatasetKind))
    content_hash: str
    input_text: str
    origin: str = ""
    line: int | None = None
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


class Dataset(SQLModel, table=True):
    """A frozen, numbered, hashed set of rows; its object in storage never changes, nor does this row."""

    __table_args__ = (UniqueConstraint("project_id", "kind", "number"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    kind: DatasetKind = Field(sa_type=by_value(DatasetKind))
    number: int
    address: str
    size: int
    sha256: str
    rows: int
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    recipe: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
