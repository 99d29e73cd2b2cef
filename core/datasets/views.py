"""A frozen set as pages and commands see it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.datasets.models import Dataset, DatasetKind
from core.db import find
from core.errors import NotFound


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
    card: dict[str, Any] = field(default_factory=dict)

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
        return f"{self.kind.value}-{self.number}-{self.sha256[:8]}"

    @property
    def file_name(self) -> str:
        """A name for the downloaded file."""
        return f"{self.stem}.jsonl"


def list_datasets(session: Session, project_id: int, kind: DatasetKind | None = None) -> list[DatasetView]:
    """The frozen sets of a project, newest first."""
    query = select(Dataset).where(Dataset.project_id == project_id)
    if kind is not None:
        query = query.where(Dataset.kind == kind)
    return [DatasetView.of(row) for row in session.exec(query.order_by(col(Dataset.id).desc()))]


def get_dataset(session: Session, dataset_id: int) -> DatasetView:
    """The frozen set with this number of its row.

    Raises:
        NotFound: There is none.
    """
    row = find(session, Dataset, dataset_id)
    if row is None:
        raise NotFound(f"There is no data set with id {dataset_id}.")
    return DatasetView.of(row)
