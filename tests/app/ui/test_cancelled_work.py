"""Cancelling: what Streamlit raises in the middle of work leaves everything as it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.delivery import Form, export_dataset
from core.datasets.exports import export_named
from core.datasets.freezing import PreferenceRecipe, freeze
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.progress import Progress, Step
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import everything, jsonl, new_project, row

ROWS = jsonl(*(row(number, choice=number % 2) for number in range(5000)))


@pytest.fixture
def studio(tmp_path) -> Iterator[Studio]:
    opened = open_studio(load_settings(home=tmp_path / "home"))
    yield opened
    opened.close()


def click(*_progress: object) -> NoReturn:
    """What a call of Streamlit does once somebody has clicked."""
    raise RerunException(RerunData())


def files_below(folder: Path) -> set[Path]:
    return {one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("studio.db")}


def imported(studio):
    project = new_project(studio)
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows.jsonl")
    import_rows(studio.db, SYSTEM, plan, [source_of_bytes("rows.jsonl", ROWS)])
    return project


@pytest.mark.parametrize("step", [Step.READING, Step.INSERTING])
@pytest.mark.parametrize("number", [0, 1])
def test_a_cancelled_import_takes_nothing(studio, step, number):
    """Neither while reading nor while writing; afterwards the same import takes all."""
    project = new_project(studio)
    before = everything(studio)
    seen = []

    def progress(at: Progress) -> None:
        seen.append(at.step)
        if seen.count(step) > number:
            click()

    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows.jsonl")
    sources = [source_of_bytes("rows.jsonl", ROWS)]
    with pytest.raises(RerunException):
        import_rows(studio.db, SYSTEM, plan, sources, progress=progress)
    assert everything(studio) == before
    assert import_rows(studio.db, SYSTEM, plan, sources).counts.rows == 5000


def test_a_cancelled_freeze_makes_nothing(studio):
    """No row and no object; afterwards the same recipe is number one."""
    project = imported(studio)
    before, files = everything(studio), files_below(studio.settings.home)
    with pytest.raises(RerunException):
        freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe(), progress=click)
    assert everything(studio) == before
    assert files_below(studio.settings.home) == files
    assert freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe()).number == 1


@pytest.mark.parametrize("chosen", [export_named("vertex-rlhf"), export_named("parquet")])
def test_a_cancelled_export_leaves_no_object(studio, tmp_path, chosen):
    """Nor half of one; afterwards the same export stores it."""
    dataset = freeze(studio.db, studio.store, SYSTEM, imported(studio), PreferenceRecipe())
    before, target = everything(studio), tmp_path / "out"
    with pytest.raises(RerunException):
        export_dataset(studio.db, SYSTEM, dataset, str(target), form=Form(chosen), progress=click)
    assert everything(studio) == before
    assert files_below(target) == set()
    assert export_dataset(studio.db, SYSTEM, dataset, str(target), form=Form(chosen)).size
