"""Tables of data sets: imported prompts, imports, the frozen sets; and a frozen set as pages see it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Column, Field, Session, SQLModel, col, select

import core.labelling.models  # noqa: F401 - a set names its project
from core.access import Action, ensure_may
from core.db import NEVER_REUSED, Json, LargeInteger, OwnAddress, UtcDateTime, by_value, find, now
from core.errors import NotFound


class DatasetKind(StrEnum):
    """What the rows of a data set are for."""

    PREFERENCE = "preference"
    PROMPT = "prompt"
    EVALUATION = "evaluation"


OF_AN_IMPORT = text("import_id IS NOT NULL")


class Prompt(SQLModel, table=True):
    """An imported prompt; ``purpose`` is PROMPT or EVALUATION, as the import said.

    ``import_id`` is the import that it came with; None of prompts from before imports were remembered.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "purpose", "content_hash"),
        Index("ix_prompt_import", "import_id", sqlite_where=OF_AN_IMPORT, postgresql_where=OF_AN_IMPORT),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    purpose: DatasetKind = Field(sa_type=by_value(DatasetKind))
    content_hash: str
    input_text: str
    import_id: int | None = None
    origin: str = ""
    line: int | None = None
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    conversation: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


class Card(TypedDict, total=False):
    """What the rows of a frozen set are like, as JSON; cards of older sets have fewer figures.

    Shares lie between 0 and 1, lengths are in characters, moments are ISO 8601, and None is unknown.
    """

    rows: int
    distinct_prompts: int
    candidate_0_preferred: float | None
    longer_preferred: float | None
    rows_of_unequal_length: int
    lengths: dict[str, dict[str, Any]]
    long_prompts: int
    long_candidates: int
    shared_prompts: list[dict[str, Any]]
    weaknesses: list[str]
    judgments: int | None
    judgments_per_row: float | None
    rows_judged_once: int | None
    annotators: int | None
    busiest_annotator: float | None
    first_judgment: str | None
    last_judgment: str | None
    imported: float | None
    agreement: float | None
    rows_compared: int | None
    judgments_compared: int | None
    mean_confidence: float | None
    decided_by: dict[str, int]
    rows_by_model: int
    model_labels: list[dict[str, Any]]
    made_by: str
    project: str
    instruction: str


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


def stem_of(kind: DatasetKind, number: int, sha256: str) -> str:
    """How the names of files made from a frozen set begin."""
    return f"{kind.value}-{number}-{sha256[:8]}"


@dataclass(frozen=True)
class DatasetView:
    """A frozen set.

    Attributes:
        title: What people call it besides its number; may be empty.
        counts: What became of each row that was looked at.
        card: What its rows are like; ``{}`` of sets that were frozen before there were cards.
        generation: The version of the object that the store gave; compare it, do not interpret it.
        evidence_address: The object that says of each row what it was made of; empty as the card is.
    """

    id: int
    project_id: int
    kind: DatasetKind
    number: int
    address: str
    size: int
    sha256: str
    rows: int
    counts: dict[str, int]
    recipe: dict[str, Any]
    created_at: datetime
    title: str = ""
    crc32c: str = ""
    generation: str = ""
    evidence_address: str = ""
    evidence_sha256: str = ""
    card: Card = field(default_factory=Card)

    @classmethod
    def of(cls, row: Dataset) -> "DatasetView":
        """The view of a row."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @property
    def name(self) -> str:
        """Its kind and number, such as ``preference 3``."""
        return f"{self.kind.value} {self.number}"

    @property
    def full_name(self) -> str:
        """With its title, if it has one."""
        return f"{self.name}: {self.title}" if self.title else self.name

    @property
    def stem(self) -> str:
        """How the names of files made from it begin."""
        return stem_of(self.kind, self.number, self.sha256)

    @property
    def file_name(self) -> str:
        """A name for the downloaded file."""
        return f"{self.stem}.jsonl"


def list_datasets(
    session: Session,
    project_id: int,
    kind: DatasetKind | None = None,
    *,
    before: int | None = None,
    limit: int | None = None,
) -> list[DatasetView]:
    """The frozen sets of a project, newest first; of one kind, older than a number, or so many only."""
    ensure_may(session, Action.SEE_DATA, project_id)
    query = select(Dataset).where(Dataset.project_id == project_id)
    if kind is not None:
        query = query.where(Dataset.kind == kind)
    if before is not None:
        query = query.where(col(Dataset.id) < before)
    return [DatasetView.of(row) for row in session.exec(query.order_by(col(Dataset.id).desc()).limit(limit))]


def get_dataset(session: Session, dataset_id: int) -> DatasetView:
    """The frozen set with this number of its row.

    Raises:
        NotFound: There is none, or it belongs to a project that whoever asks has no part in.
    """
    called = f"data set with id {dataset_id}"
    row = find(session, Dataset, dataset_id)
    if row is None:
        raise NotFound(f"There is no {called}.")
    ensure_may(session, Action.SEE_DATA, row.project_id, called=called)
    return DatasetView.of(row)
