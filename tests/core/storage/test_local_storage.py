"""What only the local store has to care for: links, left-over files, and a file system's own limits."""

import errno
import io
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from core.storage import LocalStore
from core.storage.local import translated

DYING_UPLOAD = """
import io, os, pathlib, sys
from core.storage import LocalStore
store = LocalStore(pathlib.Path(sys.argv[1]))
store.put("a/b", io.BytesIO(bytes(5_000_000)), progress=lambda at: at.done > 3_000_000 and os._exit(9))
"""


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def outside(tmp_path):
    """A file that no key may reach."""
    path = tmp_path / "outside" / "secret"
    path.parent.mkdir()
    path.write_bytes(b"secret")
    return path


def files(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_nothing_is_made_until_something_is_put(store, tmp_path):
    """Looking into a store that is not there yet is like looking into an empty one."""
    assert list(store.list()) == []
    assert store.stat("a") is None
    assert store.sweep() == 0
    assert files(tmp_path) == []


def test_objects_are_plain_files_at_their_keys(store, tmp_path):
    """What is stored can be used without the studio, with the permissions the person's umask gives."""
    store.put("a/b.txt", io.BytesIO(b"text"))
    path = tmp_path / "store" / "a" / "b.txt"
    assert path.read_bytes() == b"text"
    reference = tmp_path / "reference"
    reference.touch()
    assert path.stat().st_mode == reference.stat().st_mode
    assert path.stat().st_nlink == 1


def test_a_link_in_the_store_is_not_followed(store, outside, tmp_path):
    """Neither a linked folder nor a linked file can be read, listed, written or deleted through."""
    store.put("real", io.BytesIO(b"real"))
    (tmp_path / "store" / "folder").symlink_to(outside.parent)
    (tmp_path / "store" / "file").symlink_to(outside)
    (tmp_path / "store" / "dangling").symlink_to(tmp_path / "outside" / "new")
    for key in ("folder/secret", "folder/new", "file", "dangling"):
        actions = [store.open, store.stat, store.delete, lambda key: store.put(key, io.BytesIO(b"secret"))]
        for action in actions:
            with pytest.raises(InvalidInput, match="symbolic link"):
                action(key)
    assert [found.key for found in store.list()] == ["real"]
    assert files(outside.parent) == ["secret"]


def test_the_root_itself_may_be_a_link(outside, tmp_path):
    """Where the person put the store is the person's choice."""
    (tmp_path / "link").symlink_to(outside.parent)
    with LocalStore(tmp_path / "link").open("secret") as file:
        assert file.read() == b"secret"


def test_a_cancelled_put_leaves_no_file_and_no_folder(store, tmp_path):
    """Nothing but the store's own folder is left on the disk."""

    def cancel(at):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.put("a/b", io.BytesIO(b"content"), progress=cancel)
    assert files(tmp_path) == ["store"]


def test_what_a_killed_upload_left_is_invisible_and_can_be_swept(store, tmp_path):
    """A process that dies midway leaves a partial file that is no object, and old ones can be removed."""
    done = subprocess.run([sys.executable, "-c", DYING_UPLOAD, str(tmp_path / "store")], check=False)
    assert done.returncode == 9
    assert len(files(tmp_path / "store")) == 1
    assert list(store.list()) == []
    assert store.sweep() == 0  # it is younger than a day: it may be an upload that is going on
    assert store.sweep(older_than=timedelta(0)) == 1
    assert files(tmp_path) == ["store"]


def test_a_key_cannot_be_a_file_and_a_folder(store):
    """A local disk cannot hold 'a' and 'a/b' together, and says so."""
    store.put("file", io.BytesIO(b""))
    store.put("folder/file", io.BytesIO(b""))
    for key in ("file/below", "file/far/below", "folder"):
        assert store.stat(key) is None
        with pytest.raises(NotFound):
            store.open(key)
        with pytest.raises(Conflict, match="both an object and a folder"):
            store.put(key, io.BytesIO(b""))
    assert [found.key for found in store.list()] == ["file", "folder/file"]


def test_a_file_in_place_of_the_store_is_a_conflict(tmp_path):
    """A store cannot be made where a file is."""
    (tmp_path / "store").write_text("I was here first")
    with pytest.raises(Conflict, match="in the way"):
        LocalStore(tmp_path / "store").put("a", io.BytesIO(b""))


def test_a_part_too_long_for_the_file_system_is_refused(store):
    """A name of 300 bytes is fine for Cloud Storage, and too long for most disks."""
    with pytest.raises(InvalidInput, match="too long"):
        store.put("x" * 300, io.BytesIO(b""))


def test_names_that_no_key_can_have_are_not_listed(store, tmp_path):
    """Files that something else put there are passed over if no key could open them."""
    store.put("good", io.BytesIO(b""))
    for name in (b"line\nbreak", b"back\\slash", b"latin-1 \xe9"):
        (tmp_path / "store" / os.fsdecode(name)).touch()
    os.mkfifo(tmp_path / "store" / "pipe")
    assert [found.key for found in store.list()] == ["good"]
    with pytest.raises(NotFound):
        store.open("pipe")


@pytest.mark.parametrize(
    ("number", "expected", "sentence"),
    [
        (errno.EACCES, NotAllowed, "no access"),
        (errno.ENOSPC, Unavailable, "No space left on device"),
        (errno.EIO, Unavailable, "Check the disk"),
        (errno.ENOENT, NotFound, "no file"),
    ],
)
def test_the_systems_refusals_become_sentences(tmp_path, number, expected, sentence):
    """Each names the path and what to do; the system's own error stays attached for the log."""
    with pytest.raises(expected, match=sentence) as refusal, translated(tmp_path):
        raise OSError(number, os.strerror(number))
    assert str(tmp_path) in str(refusal.value)
    assert isinstance(refusal.value.__cause__, OSError)


def test_a_file_system_without_hard_links_is_named_as_the_reason(store, monkeypatch, tmp_path):
    """A USB stick cannot publish a file in one step, and the sentence says what to do instead."""

    def refuse(*_args):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)  # no file system of that kind can be counted on in a test
    with pytest.raises(Unavailable, match="makes no hard links"):
        store.put("a", io.BytesIO(b""))
    assert files(tmp_path) == ["store"]


def test_folders_may_lie_deeper_than_any_key(tmp_path):
    """Listing them ends, and gives what has a key."""
    LocalStore(tmp_path).put("a/x", io.BytesIO(b"1"))
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("b", dir_fd=here)
        below = os.open("b", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        assert [found.key for found in LocalStore(tmp_path).list()] == ["a/x"]
    finally:  # what tidies up after tests cannot go as deep
        subprocess.run(["rm", "-r", str(tmp_path / "b")], check=True)
