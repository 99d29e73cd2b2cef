"""Tables of data sets: imported prompts, and the frozen sets themselves."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from core.db import NEVER_REUSED, Json, LargeInteger, OwnAddress, UtcDateTime, by_value, now


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
    conversation: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


NO_TEXT = {"server_default": ""}
"""Of columns that came later: what the rows that were there have."""


class Dataset(SQLModel, table=True):
    """A frozen, numbered, hashed set of rows; its object in storage never changes, nor does this row.

    Attributes:
        title: What people call it besides its number.
        sha256: Of the object, whose ``generation`` and ``crc32c`` the store gave.
        card: What `core.datasets.card.CardMaker` found out about the rows.
        evidence_address: The object that says of each row what it was made of.
    """

    __table_args__ = (UniqueConstraint("project_id", "kind", "number"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    kind: DatasetKind = Field(sa_type=by_value(DatasetKind))
    number: int
    address: str = Field(sa_type=OwnAddress)
    size: int = Field(sa_type=LargeInteger)
    sha256: str
    rows: int
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    recipe: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    title: str = Field(default="", sa_column_kwargs=NO_TEXT)
    crc32c: str = Field(default="", sa_column_kwargs=NO_TEXT)
    generation: str = Field(default="", sa_column_kwargs=NO_TEXT)
    evidence_address: str = Field(default="", sa_type=OwnAddress, sa_column_kwargs=NO_TEXT)
    evidence_sha256: str = Field(default="", sa_column_kwargs=NO_TEXT)
    card: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )


class DatasetCopy(SQLModel, table=True):
    """Where a frozen set was exported to; the generation tells whether the object is still that one."""

    __tablename__ = "dataset_copy"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    dataset_id: int = Field(foreign_key="dataset.id", index=True)
    form: str
    address: str = Field(sa_type=OwnAddress)
    size: int = Field(sa_type=BigInteger)
    generation: str
    crc32c: str
    made_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class FileImport(SQLModel, table=True):
    """One import: what was taken, and the report on what was found."""

    __tablename__ = "file_import"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    kind: DatasetKind = Field(sa_type=by_value(DatasetKind))
    name: str
    rows: int
    choices: int
    report: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    imported_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
