"""Send bytes through the studio and look at what comes out: import, freeze, export, compare."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import SQLModel

from core.access import SYSTEM
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import Form, download_dataset
from core.datasets.exports import export_named
from core.datasets.formats import Parts
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, Recipe, freeze
from core.datasets.importing import ImportPlan, ImportResult, import_rows
from core.datasets.importing.import_files import OpenFields
from core.datasets.sources import source_of_bytes
from core.labelling import ProjectView
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import everything, new_project

Row = dict[str, Any]
ALL_PAIRS = PreferenceRecipe()
RECIPES: dict[DatasetKind, Recipe] = {
    DatasetKind.PREFERENCE: ALL_PAIRS,
    DatasetKind.PROMPT: PromptRecipe(),
    DatasetKind.EVALUATION: PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION),
}


class Rounds:
    """One studio for many examples; each takes a project of its own."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self._numbers = count(1)

    def project(self, **protocol: Any) -> ProjectView:
        """A new project."""
        return new_project(self.studio, f"Project {next(self._numbers)}", **protocol)

    def bring(
        self, content: bytes, project: ProjectView, kind: DatasetKind = DatasetKind.PREFERENCE, **more: Any
    ) -> ImportResult:
        """Import bytes; their name says nothing, and fields that are asked about are only metadata."""
        plan = ImportPlan(project, kind, "rows")
        sources = [source_of_bytes("rows", content)]
        try:
            return import_rows(self.studio.db, SYSTEM, plan, sources, **more)
        except OpenFields as asked:
            answered = replace(plan, parts=Parts(metadata=tuple(asked.report.open_fields)))
        return import_rows(self.studio.db, SYSTEM, answered, sources, **more)

    def frozen(self, content: bytes, kind: DatasetKind = DatasetKind.PREFERENCE) -> DatasetView:
        """Import bytes and freeze all of them."""
        project = self.project()
        self.bring(content, project, kind)
        return freeze(self.studio.db, self.studio.store, SYSTEM, project, RECIPES[kind])

    def out(self, dataset: DatasetView, form: str, *, metadata: bool = False) -> bytes:
        """A set in a format."""
        return download_dataset(self.studio.db, SYSTEM, dataset, Form(export_named(form), metadata=metadata))

    def round(self, content: bytes, form: str) -> list[Row]:
        """Import, freeze and export with all that the rows held."""
        return objects(self.out(self.frozen(content), form, metadata=True))

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables, but for the projects that the examples make."""
        return {name: rows for name, rows in everything(self.studio).items() if name != "project"}

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.studio.db.read() as session:
            connection = session.connection()
            tables = SQLModel.metadata.sorted_tables
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }


@contextmanager
def rounds() -> Iterator[Rounds]:
    """A studio in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        studio = open_studio(load_settings(home=Path(folder), store="", database=""))
        yield Rounds(studio)
        studio.close()


def objects(content: bytes) -> list[Row]:
    """The rows of JSON lines; every line has its end."""
    lines = content.split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line) for line in lines]


def exactly(rows: list[Row]) -> list[str]:
    """Rows so that 1, 1.0 and true differ, as they do not in Python; the order of fields says nothing."""
    return [json.dumps(row, sort_keys=True) for row in rows]
