"""What only the cloud store has to care for: Google's answers, sign-in, chunks and lazy imports."""

import io
import os
import subprocess
import sys
import traceback

import gcp_storage_emulator.handlers.objects as emulated_objects
import pytest
from google.cloud.storage import Client

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from core.storage import CloudStore
from core.storage.base import MAX_KEY_BYTES
from tests.doubles.gcs import refusing_service, running_emulator
from tests.doubles.stores import MEBIBYTE, keys, put, read

WHAT_IS_IMPORTED = "import core.storage, sys; print(sorted(sys.modules))"


@pytest.fixture(scope="module")
def emulator():
    with running_emulator() as running:
        yield running


@pytest.fixture
def store(emulator):
    return CloudStore(emulator.new_bucket(), "prefix")


def test_importing_the_package_does_not_import_googles_libraries():
    """They take seconds, and a local studio never needs them."""
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IS_IMPORTED], capture_output=True, text=True, check=True
    )
    assert "'core.storage.cloud'" in done.stdout
    for library in ("google.cloud.storage", "google.auth", "google.api_core", "google_crc32c", "requests"):
        assert f"'{library}'" not in done.stdout


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, InvalidInput),
        (401, NotAllowed),
        (403, NotAllowed),
        (409, Conflict),
        (412, Conflict),
        (418, InvalidInput),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_googles_refusals_become_sentences(status, expected):
    """Each names the address and says what to do; nothing of Google's own text is passed on, even below."""
    patience = 0.01 if status >= 500 else 20  # of what is asked again until it runs out; others end at once
    with refusing_service(status):
        store = CloudStore("bucket", patience=patience)
        for action in (store.open, store.stat, store.delete, lambda key: put(store, key)):
            with pytest.raises(expected, match=r"gs://bucket/a cannot be used") as refusal:
                action("a")
            assert "secret-upload-id" not in "".join(traceback.format_exception(refusal.value))
        with pytest.raises(expected, match=r"gs://bucket cannot be used"):
            keys(store)


def test_a_missing_bucket_is_said_to_be_missing(emulator):
    """Writing to it and listing it fail; there is no object in it."""
    store = CloudStore("no-such-bucket")
    for action in (lambda: put(store, "a"), lambda: keys(store)):
        with pytest.raises(NotFound, match="no such bucket"):
            action()
    assert store.stat("a") is None


def test_a_service_that_is_not_there_is_unavailable(monkeypatch):
    """Nobody listens on that port: after the store's patience the sentence says to try later."""
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="no usable answer in time, so gs://bucket/a cannot be used"):
        CloudStore("bucket", patience=0.01).stat("a")


def test_a_machine_that_is_not_signed_in_is_told_how(monkeypatch, tmp_path):
    """The sentence names the command; the path of the key file that was tried is not in it."""
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "secret.json"))
    with pytest.raises(NotAllowed, match="gcloud auth application-default login") as refusal:
        CloudStore("bucket").stat("a")
    assert "secret.json" not in str(refusal.value)


def test_what_was_damaged_on_the_way_is_removed(store, monkeypatch):
    """The service reports another checksum than that of what was sent: nothing stays, and one may retry."""
    with monkeypatch.context() as patch:
        patch.setattr(emulated_objects, "_crc32c", lambda _content: "AAAAAA==")
        with pytest.raises(Unavailable, match="damaged on the way"):
            put(store, "a", b"123456789")
    assert keys(store) == []
    assert put(store, "a", b"123456789").crc32c == "4waSgw=="


def test_an_upload_is_sent_in_chunks_and_a_read_fetched_in_blocks(store, emulator):
    """5 MiB go up in three requests of at most 2 MiB, and come down in a few: not line by line."""
    content = b"line of text\n" * (5 * MEBIBYTE // 13)
    emulator.request_lines.clear()
    put(store, "big", content)
    assert sum(line.startswith("PUT") for line in emulator.request_lines) == 3
    emulator.request_lines.clear()
    with store.open("big") as file:
        assert sum(1 for _ in file) == len(content) // 13
    assert len(emulator.request_lines) <= 5  # one to describe it, and its blocks
    emulator.request_lines.clear()
    assert read(store, "big") == content
    assert len(emulator.request_lines) <= 5


def test_an_upload_demands_to_be_the_first(store, emulator):
    """Every part carries the precondition by which Cloud Storage lets just one writer win."""
    emulator.request_lines.clear()
    put(store, "a")
    sent = [line for line in emulator.request_lines if line.startswith(("PUT", "POST"))]
    assert len(sent) == 2
    assert all("ifGenerationMatch=0" in line for line in sent)


def test_a_source_that_cannot_rewind_is_a_conflict_after_a_race(store):
    """A pipe cannot be compared with what somebody else wrote meanwhile, so it is not said to be the same."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(b"content")

    with os.fdopen(reading, "rb") as source, pytest.raises(Conflict, match="somebody else"):
        store.put("a", source, progress=lambda *_report: put(store, "a", b"content"))


def test_the_consoles_folder_objects_are_not_listed(store, emulator):
    """The web console makes empty objects that end in '/'; no key can name them."""
    bucket = Client(project=None).bucket(store.root.split("/")[2])
    bucket.blob("prefix/folder/").upload_from_file(io.BytesIO(b""))
    put(store, "folder/a")
    assert keys(store) == ["folder/a"]


def test_the_limit_of_a_name_includes_the_prefix(store):
    """Cloud Storage counts the bytes of the whole name."""
    fits = "x" * (MAX_KEY_BYTES - len("prefix/"))
    assert put(store, fits).key == fits
    with pytest.raises(InvalidInput, match="1,025 bytes"):
        put(store, f"{fits}x")


def test_a_given_client_is_used(emulator):
    """A caller with its own account brings its own client."""
    store = CloudStore(emulator.new_bucket(), client=Client(project=None))
    assert store.root.count("/") == 2
    assert put(store, "a").address == f"{store.root}/a"
