"""What every object store promises, on a local folder and on the real Google client: whole or not at all."""

import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from core.errors import Conflict
from tests.doubles.gcs import running_emulator
from tests.doubles.stores import KINDS, MEBIBYTE, empty_store, keys, put, read


class Cancelled(Exception):  # noqa: N818 - named for what happened
    """What a person's click on Cancel raises."""


class BrokenSource(io.BytesIO):
    """A source that fails after its first mebibyte."""

    def read(self, size=-1):
        """Give bytes until the cable is pulled."""
        if self.tell() >= MEBIBYTE:
            raise OSError("the cable was pulled")
        return super().read(min(size, MEBIBYTE))


@pytest.fixture(scope="module")
def emulator():
    with running_emulator() as running:
        yield running


@pytest.fixture(params=KINDS)
def store(request):
    return empty_store(request)


def test_other_content_never_overwrites(store):
    """A taken key refuses other content, be it different, shorter or longer, and keeps its own."""
    put(store, "a", b"first")
    for other in (b"other", b"firs", b"first!", b""):
        with pytest.raises(Conflict, match="other content"):
            put(store, "a", other)
    assert read(store, "a") == b"first"
    assert keys(store) == ["a"]


def test_a_retry_with_the_same_content_gives_what_is_there(store):
    """A person who clicks twice, or whose answer was lost, gets the same object again."""
    first = put(store, "a", bytes(5 * MEBIBYTE))
    assert put(store, "a", bytes(5 * MEBIBYTE)) == first


@pytest.mark.parametrize("fraction", [0.0, 0.5, 1.0])
def test_a_cancelled_put_leaves_nothing_and_can_be_retried(store, fraction):
    """An exception from progress, early, midway or at the last byte, comes out as it is."""

    def cancel(at):
        if at.done >= fraction * at.total:
            raise Cancelled

    with pytest.raises(Cancelled):
        put(store, "a/b", bytes(5 * MEBIBYTE), progress=cancel)
    assert store.stat("a/b") is None
    assert keys(store) == []
    assert put(store, "a/b", b"second try").size == 10


def test_a_source_that_fails_leaves_nothing(store):
    """An exception from reading comes out as it is, too."""
    with pytest.raises(OSError, match="the cable was pulled"):
        store.put("a", BrokenSource(bytes(5 * MEBIBYTE)))
    assert keys(store) == []


@pytest.mark.parametrize(("size", "chunks"), [(1, 1), (4 * MEBIBYTE, 2), (5 * MEBIBYTE + 1, 3)])
def test_progress_rises_to_the_size(store, size, chunks):
    """Content arrives unharmed in chunks of 2 MiB, and the last report gives the size."""
    content = os.urandom(size)
    reports = []
    stored = put(store, "big", content, progress=lambda at: reports.append((at.done, at.total)))
    assert stored.size == size
    assert reports[-1] == (size, size)
    assert reports == sorted(reports)
    assert len(set(reports)) == chunks
    assert read(store, "big") == content


def test_an_empty_object_is_an_object(store):
    """No bytes are content too, and are told from other content."""
    reports = []
    stored = put(store, "empty", b"", progress=lambda at: reports.append((at.done, at.total)))
    # CRC-32C of nothing is 0: base64 of 00 00 00 00.
    assert (stored.size, stored.crc32c) == (0, "AAAAAA==")
    assert reports[-1] == (0, 0)
    assert read(store, "empty") == b""
    assert put(store, "empty", b"") == stored
    with pytest.raises(Conflict):
        put(store, "empty", b"x")


def test_a_source_is_stored_from_where_it_stands(store):
    """What was read of a source before is not stored, and not counted as progress."""
    source = io.BytesIO(b"header,content")
    source.read(7)
    reports = []
    store.put("a", source, progress=lambda at: reports.append((at.done, at.total)))
    assert read(store, "a") == b"content"
    assert reports[-1] == (7, 7)


def test_a_pipe_can_be_stored(store):
    """A source that cannot seek and gives short blocks is read to its end; its size is unknown before."""
    content = os.urandom(3 * MEBIBYTE)
    reading, writing = os.pipe()

    def fill():
        with os.fdopen(writing, "wb") as file:
            file.write(content)

    thread = threading.Thread(target=fill)
    thread.start()
    reports = []
    with os.fdopen(reading, "rb", buffering=0) as source:
        store.put("piped", source, progress=lambda at: reports.append((at.done, at.total)))
    thread.join()
    assert read(store, "piped") == content
    assert reports[-1] == (len(content), None)


def test_of_eight_writers_of_one_key_one_wins(store):
    """Everybody else gets Conflict, or the winner's object if they brought the same content.

    For the cloud this needs the double's precondition: the emulator alone would let the last writer win.
    """
    contents = [f"content {number % 4}".encode() * 1000 for number in range(8)]
    start = threading.Barrier(8)

    def write(content):
        start.wait()
        try:
            return put(store, "one", content)
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(write, contents))
    winner = read(store, "one")
    for content, result in zip(contents, results, strict=True):
        assert (result is not None) == (content == winner)
    assert len({result for result in results if result}) == 1
    assert keys(store) == ["one"]


@pytest.mark.parametrize("same", [True, False])
def test_a_key_written_during_an_upload_is_not_overwritten(store, same):
    """The other writer came first: the same content is fine, other content is a Conflict."""
    theirs = b"ours" if same else b"theirs"
    begun = []

    def overtake(at):
        if not begun:
            begun.append(put(store, "a", theirs))

    with nullcontext() if same else pytest.raises(Conflict, match="other content"):
        assert put(store, "a", b"ours", progress=overtake).generation == begun[0].generation
    assert read(store, "a") == theirs
