"""A set goes out in every format of its kind, and never when what it was frozen from has changed."""

import json

import pytest
from sqlmodel import delete

from core.access import SYSTEM, AuditEntry
from core.datasets import DatasetKind
from core.datasets.delivery import (
    AS_FROZEN,
    Form,
    download_dataset,
    export_dataset,
    frozen_rows,
    read_dataset,
    verify_generation,
)
from core.datasets.exports import export_named, exports_for
from core.datasets.freezing import PromptRecipe
from core.datasets.freezing.freeze_dataset import TOLD_EVERY
from core.datasets.models import FileImport
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling import Coverage, Judgment, Pair, Project, Provenance
from core.storage import parse_address
from tests.core.builders import change, frozen, row, rows_of, take

PREFERENCE_FORMATS = exports_for(DatasetKind.PREFERENCE)


@pytest.fixture
def dataset(studio, project):
    """A frozen set of six pairs, each with a field that the studio does not know."""
    take(studio, project, *(row(number, choice=number % 2, note=number) for number in range(6)))
    return frozen(studio, project)


@pytest.fixture
def prompts(studio, project):
    """A frozen set of two prompts."""
    take(studio, project, {"input_text": "a", "note": 1}, {"input_text": "b"}, kind=DatasetKind.PROMPT)
    return frozen(studio, project, PromptRecipe())


def path_of(address: str):
    """The file of an object in the studio's own store, made writable."""
    path = parse_address(address).path
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("metadata", [False, True])
def test_every_format_is_delivered(studio, dataset, tmp_path, metadata):
    """An export and a download are the same bytes; doing it again finds them there."""
    for format_ in PREFERENCE_FORMATS:
        form, target = Form(format_, metadata=metadata), tmp_path / format_.name
        first = export_dataset(studio.db, SYSTEM, dataset, str(target), form=form)
        again = export_dataset(studio.db, SYSTEM, dataset, str(target), form=form)
        (file,) = target.iterdir()
        assert file.name == form.file_name(dataset) == first.key
        assert file.read_bytes() == download_dataset(studio.db, SYSTEM, dataset, form)
        assert (first.address, first.generation) == (again.address, again.generation)
        assert first.size == file.stat().st_size > 0
    assert rows_of(studio, AuditEntry)[-1].details == {"target": f"download {form.name}"}


def test_each_form_has_a_name_of_its_own(dataset):
    """So that a folder can hold them all."""
    forms = [Form(one, metadata=both) for one in PREFERENCE_FORMATS for both in (False, True)]
    assert (
        len({form.file_name(dataset) for form in forms}) == len({form.name for form in forms}) == len(forms)
    )


def test_as_frozen_is_the_object_byte_for_byte(studio, dataset):
    """With metadata the unknown fields are back at the top level."""
    assert download_dataset(studio.db, SYSTEM, dataset, AS_FROZEN) == read_dataset(dataset)
    lines = download_dataset(studio.db, SYSTEM, dataset, Form(metadata=True)).splitlines()
    assert [json.loads(line) for line in lines] == [row(n, choice=n % 2, note=n) for n in range(6)]


def test_the_card_goes_out_as_a_readme(studio, dataset):
    """With the project's name and the figures."""
    text = download_dataset(studio.db, SYSTEM, dataset, Form(export_named("card"))).decode()
    assert "preference 1" in text
    assert dataset.sha256 in text


def test_a_format_for_pairs_is_refused_for_prompts(studio, prompts, tmp_path):
    """The sentence lists those that are possible; nothing is written."""
    possible = exports_for(DatasetKind.PROMPT)
    for format_ in (one for one in exports_for() if one not in possible):
        with pytest.raises(InvalidInput, match=r"kind prompt cannot be written as .*possible are: ver"):
            export_dataset(studio.db, SYSTEM, prompts, str(tmp_path / "out"), form=Form(format_))
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_prompts_are_delivered(studio, prompts):
    """In the formats that need no choice."""
    for format_ in exports_for(DatasetKind.PROMPT):
        assert download_dataset(studio.db, SYSTEM, prompts, Form(format_))


CHANGES = {
    "another line": lambda content: content[:-20] + b"x" * 20,
    "cut": lambda content: content[:-1],
    "emptied": lambda _: b"",
    "longer": lambda content: content + b"\0",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changed_evidence_is_refused(studio, dataset, tmp_path, change):
    """By every format that reads it; the rows alone still go out."""
    path = path_of(dataset.evidence_address)
    path.write_bytes(change(path.read_bytes()))
    for look in (
        lambda: list(frozen_rows(dataset)),
        lambda: download_dataset(studio.db, SYSTEM, dataset, Form(export_named("trl"))),
        lambda: export_dataset(
            studio.db, SYSTEM, dataset, str(tmp_path / "out"), form=Form(export_named("parquet"))
        ),
    ):
        with pytest.raises(Conflict, match=r"evidence.jsonl.gz\) is not what was frozen"):
            look()
    assert [file for file in tmp_path.glob("out/*") if file.is_file()] == []
    assert download_dataset(studio.db, SYSTEM, dataset) == read_dataset(dataset)


def test_the_generation_is_checked_without_reading(dataset):
    """The same bytes written anew are another generation: whoever did that may have done more."""
    verify_generation(dataset)
    path = path_of(dataset.address)
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(Conflict, match=r"is gone\. Freeze the recipe again"):
        verify_generation(dataset)
    path.write_bytes(content)
    with pytest.raises(Conflict, match=f"instead of {dataset.generation}"):
        verify_generation(dataset)


def test_the_card_speaks_of_the_project_as_it_was(studio, project, tmp_path):
    """An instruction that changed since is not the one the rows were judged under; the export is the same."""
    take(studio, project, row(1, choice=0))
    dataset = frozen(studio, project)
    card = Form(export_named("card"))
    first = export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "out"), form=card)
    change(studio, project, instruction="Choose the shorter.")
    assert export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "out"), form=card) == first


def test_a_project_that_goes_while_it_is_frozen(studio, project):
    """The set would belong to nothing; that is said, not raised by the database."""
    take(studio, project, *(row(number, choice=0) for number in range(TOLD_EVERY)))

    def remove(_):
        with studio.db.write() as session:
            for table in (Judgment, Pair, Provenance, Coverage, FileImport, Project):
                session.exec(delete(table))

    with pytest.raises(NotFound, match="project"):
        frozen(studio, project, progress=remove)
