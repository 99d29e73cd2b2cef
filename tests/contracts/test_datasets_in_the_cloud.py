"""Data sets between a project and Cloud Storage: the promises of a folder (Google's client, an emulator)."""

import base64
import gzip
import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import google_crc32c
import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import (
    Form,
    copy_input,
    download_dataset,
    export_dataset,
    list_copies,
    read_dataset,
    verify_copy,
    verify_dataset,
    verify_generation,
)
from core.datasets.exports import export_named
from core.datasets.freezing import PreferenceRecipe, freeze
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import find_sources
from core.demo.sample import load_sample, remove_sample
from core.errors import Conflict
from core.labelling import Pair
from core.progress import Progress
from core.services import Studio, open_studio
from core.settings import load_settings
from core.storage import open_address, open_store, stat_address
from tests.core.builders import jsonl, new_project, row, rows_of
from tests.core.datasets.going_round import exactly, objects
from tests.doubles.gcs import Emulator, running_emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
def studio(emulator: Emulator, tmp_path: Path, migrated_file: Path) -> Iterator[Studio]:
    address = f"gs://{emulator.new_bucket()}/team/objects"
    (tmp_path / "home").mkdir()
    shutil.copy(migrated_file, tmp_path / "home")
    opened = open_studio(load_settings(home=tmp_path / "home", store=address))
    yield opened
    opened.close()


def test_a_set_is_frozen_read_and_exported_in_the_cloud(
    studio: Studio, emulator: Emulator, tmp_path: Path
) -> None:
    """The object, its download, a run's copy and an export to another bucket are the same bytes."""
    project = load_sample(studio.db)
    made = freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())
    assert made.address.startswith(f"{studio.settings.store_address}/datasets/")
    content = read_dataset(made)
    done: list[int] = []
    target = f"gs://{emulator.new_bucket()}/exports"
    stored = export_dataset(studio.db, SYSTEM, made, target, progress=lambda at: done.append(at.done))
    assert stored.address == f"{target}/{made.file_name}"
    assert done[-1] == made.size == len(content)
    assert open_store(target).open(made.file_name).read() == content
    assert copy_input(made, tmp_path, "preference_dataset").read_bytes() == content


def test_files_in_the_cloud_are_imported(studio: Studio, emulator: Emulator) -> None:
    """Those that a pattern matches, packed or not, with the names of their files; again they add nothing."""
    bucket = open_store(f"gs://{emulator.new_bucket()}")
    sent = [row(number, choice=number % 2, source_0="base") for number in range(4)]
    bucket.put("team/day 1/a.jsonl", io.BytesIO(jsonl(*sent[:2])))
    bucket.put("team/day 2/b.jsonl.gz", io.BytesIO(gzip.compress(jsonl(*sent[2:]))))
    bucket.put("team/day 2/README.md", io.BytesIO(b"about"))
    project = new_project(studio)
    address = f"{bucket.root}/team/*/*.jsonl*"
    plan = ImportPlan(project, DatasetKind.PREFERENCE, address)
    told: list[tuple[int, int | None]] = []
    result = import_rows(
        studio.db, SYSTEM, plan, find_sources(address), progress=lambda at: told.append((at.done, at.total))
    )
    assert (result.counts.rows, result.counts.choices, result.report.refused) == (4, 4, 0)
    assert told[0][1] == sum(source.size or 0 for source in find_sources(address))
    assert [(pair.origin, pair.line) for pair in rows_of(studio, Pair)] == [
        ("day 1/a.jsonl", 1),
        ("day 1/a.jsonl", 2),
        ("day 2/b.jsonl.gz", 1),
        ("day 2/b.jsonl.gz", 2),
    ]
    [one] = find_sources(f"{bucket.root}/team/day 1/a.jsonl")
    again = import_rows(studio.db, SYSTEM, plan, [one])
    assert (again.counts.rows, again.counts.choices, again.counts.already_there) == (0, 0, 2)
    made = freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())
    out = download_dataset(studio.db, SYSTEM, made, Form(metadata=True))
    assert exactly(objects(out)) == exactly(sent)


def test_what_is_frozen_in_the_cloud_is_on_record(studio: Studio) -> None:
    """Both objects lie in the bucket; generation, size and checksum are the store's, and right."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    content = read_dataset(made)
    stored = stat_address(made.address)
    assert stored is not None
    assert (made.generation, made.crc32c, made.size) == (stored.generation, stored.crc32c, stored.size)
    assert (made.generation != "", made.crc32c, made.size) == (True, crc32c(content), len(content))
    with open_address(made.evidence_address) as file:
        evidence = file.read()
    assert hashlib.sha256(evidence).hexdigest() == made.evidence_sha256
    assert len(gzip.decompress(evidence).splitlines()) == made.rows
    verify_generation(made)


@pytest.mark.parametrize(
    "form", [Form(export_named("trl")), Form(export_named("parquet")), Form(metadata=True)]
)
def test_another_format_is_exported_to_the_cloud(studio: Studio, emulator: Emulator, form: Form) -> None:
    """What arrives is what a download gives; the copy is listed once with checksum and generation."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    target = f"gs://{emulator.new_bucket()}/exports"
    stored = export_dataset(studio.db, SYSTEM, made, target, form=form)
    content = download_dataset(studio.db, SYSTEM, made, form)
    assert stored.address == f"{target}/{form.file_name(made)}"
    with open_address(stored.address) as file:
        assert file.read() == content
    assert export_dataset(studio.db, SYSTEM, made, target, form=form) == stored
    with studio.db.read() as session:
        [copy] = list_copies(session, made.id)
    assert (copy.address, copy.form, copy.size) == (stored.address, form.name, len(content))
    assert (copy.crc32c, copy.generation) == (crc32c(content), stored.generation)
    verify_copy(copy)


def test_another_object_in_the_cloud_is_never_overwritten(studio: Studio, emulator: Emulator) -> None:
    """It is refused, and stays as it was; no copy is listed."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    target = open_store(f"gs://{emulator.new_bucket()}/exports")
    target.put(made.file_name, io.BytesIO(b"of somebody else"))
    with pytest.raises(Conflict, match="holds other content, and what is stored never changes"):
        export_dataset(studio.db, SYSTEM, made, target.root)
    with target.open(made.file_name) as file:
        assert file.read() == b"of somebody else"
    with studio.db.read() as session:
        assert list_copies(session, made.id) == []


class Cancelled(Exception):  # noqa: N818 - raised by a person's wish
    """Somebody has had enough."""


def test_a_cancelled_upload_leaves_nothing_and_can_be_done_again(studio: Studio, emulator: Emulator) -> None:
    """No half object, no copy on record; then the whole."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    target = f"gs://{emulator.new_bucket()}/exports"

    def cancel(_at: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_dataset(studio.db, SYSTEM, made, target, progress=cancel)
    assert list(open_store(target).list()) == []
    with studio.db.read() as session:
        assert list_copies(session, made.id) == []
    assert export_dataset(studio.db, SYSTEM, made, target).size == made.size


def test_an_object_that_was_written_anew_is_noticed(studio: Studio, emulator: Emulator) -> None:
    """Even with the very same bytes it is another generation, and so it is without reading it."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    target = f"gs://{emulator.new_bucket()}/exports"
    export_dataset(studio.db, SYSTEM, made, target)
    with studio.db.read() as session:
        [copy] = list_copies(session, made.id)
    write_anew(made, made.address)
    write_anew(made, copy.address)
    assert hashlib.sha256(read_dataset(made)).hexdigest() == made.sha256
    for verify in (verify_generation, verify_dataset):
        with pytest.raises(Conflict, match="was written anew since it was frozen"):
            verify(made)
    with pytest.raises(Conflict, match="was written anew since the set was exported"):
        verify_copy(copy)
    for address in (made.address, copy.address):
        folder, _, name = address.rpartition("/")
        open_store(folder).delete(name)
    with pytest.raises(Conflict, match="is gone"):
        verify_generation(made)
    with pytest.raises(Conflict, match="is gone"):
        verify_copy(copy)


def write_anew(made: DatasetView, address: str) -> None:
    """Somebody deletes an object past the studio and puts the same bytes there again."""
    folder, _, name = address.rpartition("/")
    content = read_dataset(made)
    open_store(folder).delete(name)
    open_store(folder).put(name, io.BytesIO(content))


def crc32c(content: bytes) -> str:
    """A checksum as Cloud Storage writes it: four bytes, the highest first, in base64."""
    return base64.b64encode(google_crc32c.value(content).to_bytes(4, "big")).decode()


def test_a_tampered_object_in_the_cloud_is_refused(studio: Studio) -> None:
    """Somebody overwrites the object past the studio: neither its generation nor its hash fits."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    key = made.address.removeprefix(f"{studio.store.root}/")
    studio.store.delete(key)
    studio.store.put(key, io.BytesIO(b"something else"))
    with pytest.raises(Conflict, match="was written anew since it was frozen"):
        verify_dataset(made)
    with pytest.raises(Conflict, match="is not what was frozen"):
        read_dataset(made)


def test_removing_the_sample_removes_its_objects_in_the_cloud(studio: Studio) -> None:
    """Nothing of the sample stays in the bucket."""
    freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    remove_sample(studio.db, studio.store, SYSTEM, runs_folder=studio.settings.runs_folder)
    assert list(studio.store.list()) == []
