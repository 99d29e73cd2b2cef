"""From an address to the objects there, of either kind."""

import io

import pytest

from core.errors import InvalidInput, NotFound
from core.storage import CloudStore, LocalStore, list_address, open_address, open_store
from tests.doubles.gcs import running_emulator
from tests.doubles.stores import KINDS, empty_store, put


@pytest.fixture(scope="module")
def emulator():
    with running_emulator() as running:
        yield running


@pytest.fixture(params=KINDS)
def store(request):
    return empty_store(request)


def test_the_address_chooses_the_kind(tmp_path):
    """Making a store asks nothing of anybody."""
    assert isinstance(open_store("gs://some-bucket/some/prefix/"), CloudStore)
    assert open_store("gs://some-bucket/some/prefix/").root == "gs://some-bucket/some/prefix"
    assert isinstance(open_store(str(tmp_path)), LocalStore)
    assert open_store(str(tmp_path)).root == f"file://{tmp_path}"


def test_a_folder_lists_what_is_below_and_nothing_beside(store):
    """Prediction shards lie below an address; those of a run with a longer name do not."""
    for key in ("run1/text-0001", "run1/text-0002", "run10/text-0001"):
        put(store, key)
    for address in (store.address("run1"), f"{store.address('run1')}/"):
        assert [found.key for found in list_address(address)] == ["text-0001", "text-0002"]
        assert list_address(address)[0].address == store.address("run1/text-0001")


def test_an_objects_own_address_lists_it_alone(store):
    """Where a single file is named instead of its folder, it is found."""
    stored = put(store, "run/a b#1.jsonl")
    (found,) = list_address(stored.address)
    assert (found.key, found.address, found.generation) == ("a b#1.jsonl", stored.address, stored.generation)


def test_nothing_there_is_an_empty_list(store):
    """A run that has not written anything yet is no mistake."""
    assert list_address(store.root) == []
    assert list_address(store.address("nothing")) == []
    with pytest.raises(NotFound):
        open_address(store.address("nothing"))


@pytest.mark.parametrize("address", ["/", "file:///", "gs://some-bucket"])
def test_a_whole_bucket_or_disk_is_no_object(address):
    """An object has a name."""
    with pytest.raises(InvalidInput, match="names no object"):
        open_address(address)


def test_a_plain_path_is_opened_and_a_named_link_followed(tmp_path):
    """A link that the person names is meant; it is only links inside a store that are refused."""
    LocalStore(tmp_path).put("a.txt", io.BytesIO(b"text"))
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    for name in ("a.txt", "link.txt"):
        with open_address(str(tmp_path / name)) as file:
            assert file.read() == b"text"
