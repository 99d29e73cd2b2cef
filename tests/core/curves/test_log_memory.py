"""What was read is remembered: unchanged files are not opened, grown ones read on, others read anew."""

import threading
from pathlib import Path

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary

from core.curves import LogMemory, read_curves, records
from core.event_files import record
from tests.doubles.gcs import running_emulator

NAME = "reinforcer/events.out.tfevents.1.host.v2"


def written(steps, *, tag="x", value=0.5):
    """Records of one tag."""
    return b"".join(
        record(
            Event(
                wall_time=float(step),
                step=step,
                summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)]),
            ).SerializeToString()
        )
        for step in steps
    )


class Opened:
    """Which bytes of files were read; stands in for ``Path.open`` and the system's own."""

    def __init__(self, monkeypatch):
        self.names, self.bytes = [], 0
        real = Path.open

        def watched(path, *args, **kwargs):
            self.names.append(path.name)
            return Counted(real(path, *args, **kwargs), self)

        monkeypatch.setattr(Path, "open", watched)


class Counted:
    """An open file that tells how much is read of it."""

    def __init__(self, file, opened):
        self.file, self.opened = file, opened

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def read(self, size):
        """As the file does, counted."""
        found = self.file.read(size)
        self.opened.bytes += len(found)
        return found


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "logs" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(written(range(1000)))
    return path


@pytest.fixture
def look(log):
    """Looks at the folder, with one memory."""
    memory = LogMemory()
    return lambda: read_curves(str(log.parent.parent), cache=log.parent / "cache", memory=memory)


def grow(path, content):
    """Write on, as a trainer does."""
    with path.open("ab") as file:
        file.write(content)


def steps(found, tag="x"):
    return found.get("reinforcer", tag).steps.tolist()


def test_an_unchanged_file_is_not_opened(log, look, monkeypatch):
    first = look()
    opened = Opened(monkeypatch)
    again = look()
    assert opened.names == []
    assert steps(again) == steps(first)


def test_of_a_grown_file_only_what_is_new_is_read(log, look, monkeypatch):
    """Whatever it was cut off at, and with new tags; what was given out before does not change."""
    first = look()
    more = written(range(1000, 1010)) + written(range(5), tag="y")
    for part in (more[:7], more[7:100], more[100:]):
        grow(log, part)
        opened = Opened(monkeypatch)
        found = look()
        assert opened.names == [log.name]
        assert opened.bytes < len(more) + records.TAIL
    assert (steps(found), steps(found, "y")) == (list(range(1010)), list(range(5)))
    assert steps(first) == list(range(1000))
    assert found.files == 1


def test_what_is_read_on_is_what_a_first_look_gives(log, look, tmp_path):
    """Cut off anywhere, with restarts, repeated and earlier steps, entries without numbers and a new file."""
    dice = np.random.default_rng(5)
    start = record(Event(step=900, session_log=SessionLog(status=SessionLog.START)).SerializeToString())
    other = record(Event(step=1, graph_def=b"").SerializeToString())
    more = written(range(990, 1000)) + other + written([5, 3]) + start + written(range(900, 903)) + other
    look()
    while more:
        size = int(dice.integers(1, 200))
        grow(log, more[:size])
        more = more[size:]
        found, fresh = look(), read_curves(str(log.parent.parent), cache=tmp_path)
        assert steps(found) == steps(fresh)
        assert found.passed_over == fresh.passed_over
    assert steps(found) == list(range(903))
    assert found.passed_over == {"graphs": 2}
    (log.parent / "events.out.tfevents.2").write_bytes(written(range(2000, 2002)))
    assert steps(look())[-2:] == [2000, 2001]


@pytest.mark.parametrize("count", [500, 1000, 1500])
def test_a_file_that_was_replaced_is_read_anew(log, look, count):
    """By a shorter one, one of its length or a longer one."""
    look()
    fresh = log.with_name("new")
    fresh.write_bytes(written(range(count), value=0.25))
    fresh.replace(log)
    found = look()
    assert steps(found) == list(range(count))
    assert set(found.get("reinforcer", "x").values) == {0.25}


def test_a_file_that_is_gone_is_gone(log, look):
    look()
    log.unlink()
    found = look()
    assert (found.files, len(found)) == (0, 0)


def test_damage_at_the_end_may_have_been_a_file_half_written(log, look):
    """Some file systems show zeros where the content is still to come: a damaged file is read anew."""
    whole = log.read_bytes()
    log.write_bytes(whole[:-40] + bytes(40))
    assert look().troubles
    log.write_bytes(whole + written([1000]))
    found = look()
    assert (steps(found), found.troubles) == (list(range(1001)), ())


def test_a_file_that_could_not_be_read_is_tried_again(log, look, monkeypatch):
    """Nothing of a refusal is remembered."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
        assert len(look().troubles) == 1
    assert (steps(look()), look().troubles) == (list(range(1000)), ())


def test_no_more_is_kept_than_was_agreed(log, tmp_path, monkeypatch):
    """What was looked at least recently goes first; a file that is too large is read each time."""
    other = log.parent / "events.out.tfevents.2"
    other.write_bytes(written(range(300), tag="y"))
    memory = LogMemory(most_points=1200)

    def look_at(path):
        opened = Opened(monkeypatch)
        read_curves(str(path), cache=tmp_path, memory=memory)
        return opened.names

    assert look_at(log) == [log.name]
    assert look_at(log) == []
    assert look_at(other) == [other.name]
    assert look_at(other) == []
    assert look_at(log) == [log.name]
    assert look_at(other) == [other.name]
    grow(other, written(range(2000), tag="y"))
    assert look_at(other) == [other.name]
    assert look_at(other) == [other.name]


def test_many_may_look_at_once(log, look):
    """While the file grows: everybody sees a whole part of it, and it is read once by all together."""
    look()
    seen, stop = [], threading.Event()

    def watch():
        while not stop.is_set():
            seen.append(steps(look()))

    threads = [threading.Thread(target=watch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for step in range(1000, 1040):
        grow(log, written([step]))
    stop.set()
    for thread in threads:
        thread.join()
    assert all(one == list(range(len(one))) for one in seen)
    assert steps(look()) == list(range(1040))


def test_of_a_grown_object_only_what_is_new_is_fetched(tmp_path, log):
    """Of a file in Cloud Storage a range is asked for, from where it was left."""
    memory, ranges = LogMemory(), []
    with running_emulator() as emulator:

        def guard(handler, work):
            if "alt=media" in handler.path:
                ranges.append(handler.headers["Range"])
            work()

        bucket = f"gs://{emulator.new_bucket()}/run"
        emulator.write(f"{bucket}/{NAME}", log.read_bytes())
        first = read_curves(bucket, cache=tmp_path / "cache", memory=memory)
        grow(log, written(range(1000, 1010)))
        emulator.write(f"{bucket}/{NAME}", log.read_bytes())
        emulator.guard = guard
        found = read_curves(bucket, cache=tmp_path / "cache", memory=memory)
        read_curves(bucket, cache=tmp_path / "cache", memory=memory)
    assert steps(first) == list(range(1000))
    assert steps(found) == list(range(1010))
    start = len(written(range(1000))) - records.TAIL
    assert ranges == [f"bytes={start}-{log.stat().st_size - 1}"]
