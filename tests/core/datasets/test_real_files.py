"""The files of a real run, as the public course published them, go through unchanged."""

import json

import pytest

from core.access import SYSTEM
from core.datasets import (
    DatasetKind,
    ImportResult,
    PreferenceRecipe,
    PromptRecipe,
    export_dataset,
    freeze,
    import_file,
    opener,
)
from core.labelling import project_progress

pytestmark = pytest.mark.real


def objects(path) -> list[dict]:
    """The JSON objects of a file, line by line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def go_round(studio, project, path, kind, recipe) -> tuple[ImportResult, list[dict]]:
    """Import, freeze and export a file; the import's result, and the rows that came out."""
    result = import_file(studio.db, SYSTEM, project, kind, opener(path), name=path.name)
    dataset = freeze(studio.db, studio.store, SYSTEM, project, recipe)
    target = studio.settings.home / "out"
    export_dataset(studio.db, SYSTEM, dataset, str(target))
    return result, objects(target / dataset.file_name)


def test_real_preferences_go_in_and_come_out(real_data, studio, project):
    """Five rows with their choices come out as equal objects in the same order, to the last blank."""
    path = real_data / "sample_preference.jsonl"
    result, exported = go_round(studio, project, path, DatasetKind.PREFERENCE, PreferenceRecipe())
    assert (result.report.good, result.taken.rows, result.taken.choices) == (5, 5, 5)
    assert (result.report.refused, result.report.duplicates) == (0, 0)
    assert exported == objects(path)


def test_real_prompts_go_in_and_come_out(real_data, studio, project):
    """Six rows, likewise."""
    path = real_data / "sample_prompt.jsonl"
    result, exported = go_round(studio, project, path, DatasetKind.PROMPT, PromptRecipe())
    assert (result.report.good, result.taken.rows, result.report.refused) == (6, 6, 0)
    assert exported == objects(path)


def test_real_pairs_are_complete_when_imported(real_data, studio, project):
    """Each comes with its choice, so nothing is left to judge in a project that wants one."""
    name = "sample_preference.jsonl"
    import_file(studio.db, SYSTEM, project, DatasetKind.PREFERENCE, opener(real_data / name), name=name)
    with studio.db.read() as session:
        progress = project_progress(session, project)
    assert (progress.by_count, progress.complete, progress.share) == ({1: 5}, 5, 1.0)
