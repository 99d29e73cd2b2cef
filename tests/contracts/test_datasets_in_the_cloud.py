"""Frozen sets in Cloud Storage: the same promises as in a folder (Google's client, an emulator)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.access import SYSTEM
from core.datasets import (
    PreferenceRecipe,
    copy_input,
    export_dataset,
    freeze,
    read_dataset,
    verify_dataset,
)
from core.demo import load_sample, remove_sample
from core.errors import Conflict
from core.services import Studio, open_studio
from core.settings import load_settings
from core.storage import open_store
from tests.doubles.gcs import Emulator, running_emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
def studio(emulator: Emulator, tmp_path: Path) -> Iterator[Studio]:
    address = f"gs://{emulator.new_bucket()}/team/objects"
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
    stored = export_dataset(
        studio.db, SYSTEM, made, target, progress=lambda bytes_done, _: done.append(bytes_done)
    )
    assert stored.address == f"{target}/{made.file_name}"
    assert done[-1] == made.size == len(content)
    assert open_store(target).open(made.file_name).read() == content
    assert copy_input(made, tmp_path, "preference_dataset").read_bytes() == content


def test_a_tampered_object_in_the_cloud_is_refused(studio: Studio) -> None:
    """Somebody overwrites the object past the studio: the hash no longer fits."""
    made = freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    key = made.address.removeprefix(f"{studio.store.root}/")
    studio.store.delete(key)
    with (studio.settings.home / "other").open("w+b") as other:
        other.write(b"something else")
        other.seek(0)
        studio.store.put(key, other)
    with pytest.raises(Conflict, match="is not what was frozen"):
        verify_dataset(made)


def test_removing_the_sample_removes_its_objects_in_the_cloud(studio: Studio) -> None:
    """Nothing of the sample stays in the bucket."""
    freeze(studio.db, studio.store, SYSTEM, load_sample(studio.db), PreferenceRecipe())
    remove_sample(studio.db, studio.store, SYSTEM)
    assert list(studio.store.list()) == []
