"""Freeze a data set: write its rows once, hash them, store the object, and keep a row that never changes."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, check, permit
from core.datasets.models import Dataset, DatasetKind
from core.datasets.recipe import Recipe
from core.datasets.select_rows import select_rows
from core.db import Database
from core.errors import InvalidInput, NotFound
from core.labelling import ProjectView
from core.storage import ObjectStore

SPOOL_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class DatasetView:
    """A frozen set as pages and commands see it."""

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

    @classmethod
    def of(cls, row: Dataset) -> "DatasetView":
        """The view of a row."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @property
    def name(self) -> str:
        """What people call it, such as ``preference 3``."""
        return f"{self.kind.value} {self.number}"

    @property
    def file_name(self) -> str:
        """A name for the downloaded file."""
        return f"{self.kind.value}-{self.number}-{self.sha256[:8]}.jsonl"


def freeze(
    db: Database, store: ObjectStore, actor: PersonView, project: ProjectView, recipe: Recipe
) -> DatasetView:
    """Freeze what the recipe comes to now, as the next number of its kind.

    The rows are read in one consistent view and the object is stored before its row: a crash in between
    leaves an object that the same freeze finds again, never a row without its object.

    Raises:
        InvalidInput: The recipe comes to no row at all; the message says why.
        NotAllowed: The actor may not freeze.
    """
    check(actor, Action.FREEZE)
    counts: Counter[str] = Counter()
    with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spooled:
        file = cast("BinaryIO", spooled)
        with db.read() as session:
            rows, digest = _write(file, session, project, recipe, counts)
        _refuse_empty(rows, recipe, counts)
        file.seek(0)
        stored = store.put(f"datasets/project-{project.id}/{recipe.kind.value}-{digest[:16]}.jsonl", file)
    with db.write() as session:
        row = Dataset(
            project_id=project.id,
            kind=recipe.kind,
            number=_next_number(session, project.id, recipe.kind),
            address=stored.address,
            size=stored.size,
            sha256=digest,
            rows=rows,
            counts=dict(counts),
            recipe=recipe.model_dump(mode="json"),
            created_by=actor.id,
        )
        permit(
            session, actor, Action.FREEZE, f"project {project.name}", kind=recipe.kind.value, sha256=digest
        )
        session.add(row)
        session.flush()
        return DatasetView.of(row)


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
    row = session.get(Dataset, dataset_id)
    if row is None:
        raise NotFound(f"There is no data set with id {dataset_id}.")
    return DatasetView.of(row)


def _write(
    file: BinaryIO, session: Session, project: ProjectView, recipe: Recipe, counts: Counter[str]
) -> tuple[int, str]:
    digest = hashlib.sha256()
    rows = 0
    for line in select_rows(session, project, recipe, counts):
        file.write(line)
        digest.update(line)
        rows += 1
    return rows, digest.hexdigest()


def _refuse_empty(rows: int, recipe: Recipe, counts: Counter[str]) -> None:
    if rows:
        return
    left_out = ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items()))
    why = f"left out: {left_out}" if left_out else "nothing has been judged or imported for it yet"
    raise InvalidInput(f"This {recipe.kind.value} set would have no row ({why}); nothing was frozen.")


def _next_number(session: Session, project_id: int, kind: DatasetKind) -> int:
    query = select(func.max(Dataset.number)).where(Dataset.project_id == project_id, Dataset.kind == kind)
    return (session.exec(query).one() or 0) + 1
