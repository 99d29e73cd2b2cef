"""Remote event files are copied once a version; local ones are read where they are."""

import io
import os
import threading
from pathlib import Path

import pytest

from core.curves import read_curves
from core.errors import NotFound, Unavailable
from core.event_files import FoundFile, find_event_files
from core.storage import CloudStore, mirror
from core.storage.mirror import local_copy, trim
from tests.core.curves.event_files import write_tensors
from tests.doubles.gcs import running_emulator

KEY = "reinforcer_12/tensorboard_metrics/train/events.out.tfevents.1.host.v2"


@pytest.fixture(scope="module")
def emulator():
    with running_emulator() as running:
        yield running


@pytest.fixture
def store(emulator):
    return CloudStore(emulator.new_bucket(), "run")


def downloads(emulator):
    return [line for line in emulator.request_lines if "alt=media" in line]


def files_in(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_local_file_is_read_where_it_is(tmp_path):
    """Nothing is copied, and a name with blanks and per cent signs survives its address."""
    path = tmp_path / "a folder" / "50% tfevents"
    path.parent.mkdir()
    path.write_bytes(b"abc")
    (file,) = find_event_files(str(tmp_path))
    assert local_copy(file, cache=tmp_path / "cache") == path
    assert not (tmp_path / "cache").exists()


def test_an_unchanged_remote_file_is_fetched_once(emulator, store, tmp_path):
    """The second look costs no download."""
    store.put(KEY, io.BytesIO(b"events"))
    before = len(downloads(emulator))
    copies = [local_copy(find_event_files(store.root)[0], cache=tmp_path) for _ in range(2)]
    assert copies[0] == copies[1]
    assert copies[0].read_bytes() == b"events"
    assert len(downloads(emulator)) == before + 1


def test_a_changed_remote_file_is_fetched_again(store, tmp_path):
    """Its old copy stays for those still reading it, until it is an hour old."""
    store.put(KEY, io.BytesIO(b"events"))
    first = local_copy(find_event_files(store.root)[0], cache=tmp_path)
    store.delete(KEY)
    store.put(KEY, io.BytesIO(b"events and more"))
    second = local_copy(find_event_files(store.root)[0], cache=tmp_path)
    assert (first.read_bytes(), second.read_bytes()) == (b"events", b"events and more")


def test_old_copies_are_dropped(store, tmp_path):
    """A file that is written for hours leaves one copy, not hundreds."""
    store.put(KEY, io.BytesIO(b"events"))
    (listed,) = find_event_files(store.root)
    copy = local_copy(listed, cache=tmp_path)
    old = copy.parent.parent / "1-1"
    old.mkdir()
    (old / copy.name).write_bytes(b"e")
    past = old.stat().st_mtime - mirror.KEPT_SECONDS - 60
    os.utime(old, (past, past))
    copy.unlink()
    local_copy(listed, cache=tmp_path)
    assert files_in(tmp_path) == [copy]


def test_a_copy_that_was_cut_off_is_refused(store, tmp_path):
    """It names both sizes and leaves nothing behind."""
    stored = store.put(KEY, io.BytesIO(b"events"))
    listed = FoundFile(stored.address, "reinforcer", generation=stored.generation, size=9)
    with pytest.raises(Unavailable, match=r"gs://.*cut off after 6 of 9 bytes"):
        local_copy(listed, cache=tmp_path)
    assert files_in(tmp_path) == []


def test_a_file_that_is_gone_is_said_to_be(store, tmp_path):
    """Storage's own sentence passes through, and nothing is left in the cache."""
    stored = store.put(KEY, io.BytesIO(b"events"))
    store.delete(KEY)
    gone = FoundFile(stored.address, "reinforcer", generation=stored.generation, size=stored.size)
    with pytest.raises(NotFound, match=r"tfevents"):
        local_copy(gone, cache=tmp_path)
    assert files_in(tmp_path) == []


def test_a_remote_run_gives_its_curves(store, tmp_path):
    """From a gs:// address to the tidy frame, through the real Google client."""
    path = write_tensors(tmp_path / "written", [("reward", 1, 0.5, 10.0), ("reward", 2, 0.75, 20.0)])
    with path.open("rb") as file:
        store.put(KEY, file)
    (curve,) = read_curves(store.root, cache=tmp_path / "cache")
    assert curve.task == "reinforcer"
    assert curve.values.tolist() == [0.5, 0.75]


def copy_in(cache: Path, name: str, *, age: float) -> Path:
    """A copy of 10 bytes that was last used some seconds ago."""
    path = cache / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"0123456789")
    used = path.stat().st_mtime - age
    os.utime(path, (used, used))
    return path


def test_copies_that_were_not_used_for_longest_go_first(tmp_path):
    """3 × 10 bytes, 15 allowed: the two older ones go."""
    kept = copy_in(tmp_path, "a/1/x", age=10)
    copy_in(tmp_path, "b/1/x", age=20)
    copy_in(tmp_path, "c/1/x", age=30)
    trim(tmp_path, limit=15)
    assert files_in(tmp_path) == [kept]


def test_what_a_crash_left_half_copied_goes_after_an_hour(tmp_path):
    """It would count against the limit for ever; what is being copied stays, however little is allowed."""
    going_on = copy_in(tmp_path, "a/1/.partial-new", age=mirror.KEPT_SECONDS - 60)
    crashed = copy_in(tmp_path, "a/1/.partial-old", age=mirror.KEPT_SECONDS + 60)
    used = copy_in(tmp_path, "a/1/x", age=0)
    trim(tmp_path, limit=20)
    assert sorted(files_in(tmp_path)) == sorted([going_on, used])
    assert not crashed.exists()
    trim(tmp_path, limit=0)
    assert files_in(tmp_path) == [going_on]


def test_tidying_up_while_others_publish_and_delete(tmp_path):
    """A file or folder that goes between being listed and being looked at is no error."""
    stop = threading.Event()

    def work(folder: Path):
        while not stop.is_set():
            copy_in(folder, ".partial-x", age=0).replace(folder / "x")
            (folder / "x").unlink()
            folder.rmdir()

    others = [threading.Thread(target=work, args=[tmp_path / name / "1"]) for name in "abcd"]
    for other in others:
        other.start()
    try:
        for _ in range(300):
            trim(tmp_path, limit=1000)
    finally:
        stop.set()
        for other in others:
            other.join()


def test_a_name_too_long_for_a_file_system_is_shortened(store, tmp_path):
    """128 × ü is 256 bytes in UTF-8; the copy's name still says that it holds events."""
    name = "events.out.tfevents." + "ü" * 128
    path = write_tensors(tmp_path / "written", [("reward", 1, 0.5, 10.0)])
    with path.open("rb") as file:
        store.put(f"reinforcer_12/{name}", file)
    (listed,) = find_event_files(store.root)
    copy = local_copy(listed, cache=tmp_path / "cache")
    assert "tfevents" in copy.name
    assert local_copy(listed, cache=tmp_path / "cache") == copy
    (curve,) = read_curves(store.root, cache=tmp_path / "cache")
    assert curve.values.tolist() == [0.5]
