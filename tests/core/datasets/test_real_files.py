"""The files of a real run, as the public course published them, go through unchanged."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.delivery import Form, download_dataset, export_dataset
from core.datasets.exports import export_named
from core.datasets.freezing import PreferenceRecipe, PromptRecipe, Recipe, freeze
from core.datasets.importing import ImportResult
from core.datasets.sources import source_of
from core.labelling import ProjectView
from core.labelling.progress import project_progress
from core.services import Studio
from tests.core.builders import bring
from tests.core.datasets.going_round import exactly, objects

pytestmark = pytest.mark.real

CHOICES = "sample_preference.jsonl"
PROMPTS = "sample_prompt.jsonl"


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file whose last line has no end."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def go_round(
    studio: Studio, project: ProjectView, path: Path, kind: DatasetKind, recipe: Recipe
) -> tuple[ImportResult, list[dict[str, Any]]]:
    """Import, freeze and export a file; the import's result, and the rows that came out."""
    result = bring(studio, project, source_of(path), kind=kind)
    dataset = freeze(studio.db, studio.store, SYSTEM, project, recipe)
    target = studio.settings.home / "out"
    export_dataset(studio.db, SYSTEM, dataset, str(target))
    return result, objects((target / dataset.file_name).read_bytes())


def test_real_preferences_go_in_and_come_out(real_data, studio, project):
    """Five rows with their choices come out as equal objects in the same order, to the last blank."""
    path = real_data / CHOICES
    result, exported = go_round(studio, project, path, DatasetKind.PREFERENCE, PreferenceRecipe())
    assert (result.report.good, result.counts.rows, result.counts.choices) == (5, 5, 5)
    assert (result.report.refused, result.report.duplicates) == (0, 0)
    assert exactly(exported) == exactly(lines_of(path))


def test_real_prompts_go_in_and_come_out(real_data, studio, project):
    """Six rows, likewise."""
    path = real_data / PROMPTS
    result, exported = go_round(studio, project, path, DatasetKind.PROMPT, PromptRecipe())
    assert (result.report.good, result.counts.rows, result.report.refused) == (6, 6, 0)
    assert exactly(exported) == exactly(lines_of(path))


def test_real_preferences_go_by_way_of_trl(real_data, studio, project, tmp_path):
    """Packed on the way in and written for TRL: every text is there, the chosen one as chosen."""
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress((real_data / CHOICES).read_bytes()))
    bring(studio, project, source_of(packed))
    dataset = freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())
    written = download_dataset(studio.db, SYSTEM, dataset, Form(export_named("trl"), metadata=True))
    rows = lines_of(real_data / CHOICES)
    assert objects(written) == [
        {
            "prompt": row["input_text"],
            "chosen": row[f"candidate_{row['choice']}"],
            "rejected": row[f"candidate_{1 - row['choice']}"],
        }
        for row in rows
    ]


def test_real_pairs_are_complete_when_imported(real_data, studio, project):
    """Each comes with its choice, so nothing is left to judge in a project that wants one."""
    bring(studio, project, source_of(real_data / CHOICES))
    with studio.db.read() as session:
        progress = project_progress(session, project)
    assert (progress.by_count, progress.complete, progress.share) == ({1: 5}, 5, 1.0)
