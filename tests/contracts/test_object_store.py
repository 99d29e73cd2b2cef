"""What every object store promises, on a local folder and on the real Google client: keys, reads, lists."""

import io
from datetime import timedelta

import pytest

from core.errors import InvalidInput, NotFound
from core.storage import open_address, open_store
from tests.doubles.gcs import running_emulator
from tests.doubles.stores import KINDS, MEBIBYTE, empty_store, keys, put, read

AWKWARD_KEYS = [
    "plain.jsonl",
    "deep/er/and/deeper",
    "with space/ and more .txt",
    "a#b?c%d",
    "100%25/%2F/%zz",
    "Ünïcödé/日本語/🙂",
    "e\u0301 is not \u00e9",
    "quotes'\"`$(x)&;|<>*[]{}",
    "+=@:,~^!",
    "-dash",
    ".hidden",
    "dots..inside/...",
    "a/acl",
    "copyTo/b/c/o/d",
    "/".join(["k" * 200] * 5),
]
HOSTILE_KEYS = [
    "",
    "/",
    "/etc/passwd",
    "..",
    "../up",
    "a/../../up",
    ".",
    "a/./b",
    "a//b",
    "a/",
    "back\\slash",
    "nul\0",
    "line\nbreak",
    "carriage\rreturn",
    "lone surrogate \ud800",
    ".partial-0123",
    "ü" * 512 + "x",  # 2 * 512 + 1 = 1,025 bytes
]


@pytest.fixture(scope="module")
def emulator():
    with running_emulator() as running:
        yield running


@pytest.fixture(params=KINDS)
def store(request):
    return empty_store(request)


def test_what_is_put_can_be_read_and_described(store):
    """The description comes with the put, and stat and list agree with it."""
    stored = put(store, "a/digits.txt", b"123456789")
    assert read(store, "a/digits.txt") == b"123456789"
    assert (stored.key, stored.size) == ("a/digits.txt", 9)
    assert stored.address == store.address("a/digits.txt") == f"{store.root}/a/digits.txt"
    # The check value of CRC-32C is 0xE3069283 for "123456789"; base64 of E3 06 92 83 is "4waSgw==".
    assert stored.crc32c == "4waSgw=="
    assert stored.updated_at.utcoffset() == timedelta(0)
    for seen in (store.stat("a/digits.txt"), *store.list()):
        assert (seen.address, seen.key, seen.size) == (stored.address, stored.key, stored.size)
        assert (seen.generation, seen.updated_at) == (stored.generation, stored.updated_at)


def test_a_missing_object_is_said_to_be_missing(store):
    """Nothing is described as None; opening or deleting nothing names the key."""
    assert store.stat("nothing") is None
    with pytest.raises(NotFound, match="nothing"):
        store.open("nothing")
    with pytest.raises(NotFound, match="nothing"):
        store.delete("nothing")


def test_a_deleted_object_is_gone_and_its_key_is_free(store):
    """After a delete the key takes other content."""
    first = put(store, "a", b"old")
    store.delete("a")
    assert store.stat("a") is None
    assert keys(store) == []
    assert put(store, "a", b"new").generation != first.generation
    assert read(store, "a") == b"new"


@pytest.mark.parametrize("key", HOSTILE_KEYS)
def test_hostile_keys_are_refused_everywhere(store, key):
    """No method takes a key that could lead elsewhere or that one of the stores cannot hold."""
    source = io.BytesIO(b"content")
    actions = [store.open, store.stat, store.delete, store.address, lambda key: store.put(key, source)]
    for action in actions:
        with pytest.raises(InvalidInput, match="key"):
            action(key)
    assert keys(store) == []


@pytest.mark.parametrize("key", AWKWARD_KEYS)
def test_awkward_keys_are_kept_as_they_are(store, key):
    """Spaces, '#', '?', '%' and any script survive being stored, listed, addressed and deleted."""
    stored = put(store, key, key.encode())
    assert keys(store) == [key]
    assert store.stat(key).size == len(key.encode())
    with open_address(stored.address) as file:
        assert file.read() == key.encode()
    store.delete(key)
    assert keys(store) == []


def test_the_list_is_sorted_by_key(store):
    """The order is that of whole keys, as Cloud Storage gives it, not that of folder after folder."""
    in_order = ["A", "a-b/c", "a.b", "a/b", "a/b.c/d", "a0", "ab", "z/y/x", "é", "日本", "🙂"]
    for key in reversed(in_order):
        put(store, key)
    assert keys(store) == in_order


def test_a_prefix_is_the_start_of_a_key(store):
    """A prefix need not end at a '/', and one that leads nowhere gives nothing."""
    for key in ("run/1/a", "run/1/b", "run/10/a", "rung", "x"):
        put(store, key)
    assert keys(store, "run/1") == ["run/1/a", "run/1/b", "run/10/a"]
    assert keys(store, "run/1/") == ["run/1/a", "run/1/b"]
    assert keys(store, "run/1/b") == ["run/1/b"]
    assert keys(store, "ru") == ["run/1/a", "run/1/b", "run/10/a", "rung"]
    for nowhere in ("run/2", "../", "/", "..", "y"):
        assert keys(store, nowhere) == []


def test_a_store_ends_at_its_root(store):
    """A store below sees only its own objects, and none of a neighbour whose name starts like its own."""
    put(store, "run1/a", b"1")
    put(store, "run10/a", b"10")
    below = open_store(store.address("run1"))
    assert keys(below) == ["a"]
    assert read(below, "a") == b"1"
    assert put(below, "b").address == store.address("run1/b")


def test_an_open_object_is_a_seekable_file(store):
    """Lines, seeking and reading by parts work, as importers need them."""
    put(store, "lines", b"one\ntwo\n" + b"x" * (3 * MEBIBYTE) + b"\nlast")
    with store.open("lines") as file:
        assert [next(file), next(file)] == [b"one\n", b"two\n"]
        assert file.seek(-5, io.SEEK_END) == 3 * MEBIBYTE + 8
        assert file.read() == b"\nlast"
        assert file.read(1) == b""
        assert file.seek(4) == 4
        assert file.read(3) == b"two"
        assert file.tell() == 7


def test_another_store_of_the_same_root_sees_the_same(store):
    """What is stored does not live in the object that stored it."""
    stored = put(store, "a")
    again = open_store(store.root)
    assert again.root == store.root
    assert again.stat("a").generation == stored.generation
