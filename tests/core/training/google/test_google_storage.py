"""Frozen sets are put where the cloud reads them, once."""

import hashlib
import io
from dataclasses import replace

import pytest

from core.datasets.delivery import AS_FROZEN, Form, read_dataset
from core.datasets.exports import export_named
from core.errors import Conflict, InvalidInput
from core.storage import open_address, open_store, stat_address
from core.training.google.storage import bucket_address, upload_input
from tests.doubles.gcs import running_emulator


@pytest.fixture
def bucket():
    """An empty bucket."""
    with running_emulator() as emulator:
        yield emulator.new_bucket()


def content(address):
    """The bytes of an object."""
    with open_address(address) as file:
        return file.read()


def test_a_set_of_this_machine_goes_up_once(scene, bucket):
    """Under a name made from its content, so that putting it again changes nothing."""
    dataset, told = scene.sets["preference_dataset"], []
    address = upload_input(dataset, AS_FROZEN, bucket, tell=told.append)
    name = f"preference-1-{dataset.sha256[:12]}.vertex-rlhf.jsonl"
    assert address == f"gs://{bucket}/prefstudio/datasets/{name}"
    assert content(address) == read_dataset(dataset)
    assert told[-1].startswith("Uploading data set preference 1: ")
    first = stat_address(address)
    assert upload_input(dataset, AS_FROZEN, f"gs://{bucket}/", tell=told.append) == address
    assert stat_address(address) == first


def test_another_form_has_a_name_of_its_own(scene, bucket):
    """The hash is that of what is put there."""
    form = Form(export_named("gemini-preference"))
    address = upload_input(scene.sets["preference_dataset"], form, f"gs://{bucket}/team", tell=print)
    digest = hashlib.sha256(content(address)).hexdigest()[:12]
    expected = f"gs://{bucket}/team/prefstudio/datasets/preference-1-{digest}.gemini-preference.jsonl"
    assert address == expected
    assert b'"completions"' in content(address)


def in_bucket(dataset, bucket):
    """The set as if it had been frozen in a bucket."""
    stored = open_store(f"gs://{bucket}").put("frozen.jsonl", io.BytesIO(read_dataset(dataset)))
    return replace(dataset, address=stored.address, generation=stored.generation)


def test_a_set_in_a_bucket_is_read_where_it_is(scene, bucket):
    """Nothing is copied."""
    dataset = in_bucket(scene.sets["prompt_dataset"], bucket)
    assert upload_input(dataset, AS_FROZEN, bucket, tell=print) == dataset.address
    assert [one.key for one in open_store(f"gs://{bucket}").list()] == ["frozen.jsonl"]


def test_a_changed_set_in_a_bucket_is_refused(scene, bucket):
    """It is not what was frozen any more."""
    dataset = replace(in_bucket(scene.sets["prompt_dataset"], bucket), generation="1")
    with pytest.raises(Conflict, match="written anew"):
        upload_input(dataset, AS_FROZEN, bucket, tell=print)


def test_no_bucket_is_a_sentence():
    """Before anything is read."""
    with pytest.raises(InvalidInput, match="names no possible bucket"):
        bucket_address("No Bucket")
