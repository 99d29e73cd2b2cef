"""The real TensorBoard is started and ended; what it shows is what the studio reads, point by point."""

import http.client
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import urlencode

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from core.curves import read_event_files
from core.errors import Unavailable
from core.event_files import find_event_files
from core.training.processes import mark_of
from core.training.tensorboard import TensorBoard, running, start_tensorboard
from tests.core.curves.event_files import only_file, write_tensors, write_values


def points(steps, value=0.1, tag="reward"):
    """Points whose values float32 has to round."""
    return [(tag, step, value + step / 7, 100.0 + step) for step in steps]


def file_beside(folder, name, write, steps, value):
    """Write points into a folder that may hold files already, under a name that sorts as it was begun."""
    made = folder.parent / "made"
    made.mkdir(parents=True)
    folder.mkdir(exist_ok=True)
    write(made, points(steps, value)).rename(folder / f"events.out.tfevents.{name}")
    made.rmdir()


def write_logs(root):
    """Several runs below one address, a restart, tensors after simple values, and a purge."""
    for name, value in (("PPO_1", 0.3), ("PPO_2", -0.6)):
        file_beside(root / name, 1, write_tensors, range(5), value)
    file_beside(root / "restarted", 1, write_tensors, range(30), 0.1)
    file_beside(root / "restarted", 2, write_values, range(10, 20), 9.1)
    file_beside(root / "purged", 1, write_tensors, range(20), 0.5)
    file_beside(root / "purged", 2, write_purging, range(8, 12), 5.5)


def write_purging(folder, points):
    """Write points behind a word that nothing from the first of their steps on counts, as PyTorch does."""
    writer = EventFileWriter(str(folder))
    writer.add_event(Event(step=points[0][1], session_log=SessionLog(status=SessionLog.START)))
    for tag, step, value, at in points:
        event = Event(step=step, wall_time=at)
        event.summary.value.add(tag=tag, simple_value=value)
        writer.add_event(event)
    writer.close()
    return only_file(folder)


def asked(opened, path, **query):
    """What it answers."""
    address = f"{opened.url}data/{path}?{urlencode(query)}"
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def test_the_real_one_shows_what_the_studio_reads(tmp_path):
    """Names of logs, steps, values as float32 and wall times; and it ends as who started it lets go."""
    write_logs(tmp_path / "logs")
    files = find_event_files(str(tmp_path / "logs"))
    curves = read_event_files(files, cache=tmp_path / "cache")
    opened = start_tensorboard({"": files}, cache=tmp_path / "cache")
    try:
        while sorted(asked(opened, "plugin/scalars/tags")) != sorted({one.task for one in curves}):
            assert opened.alive
        shown = {}
        for one in curves:
            answer = asked(opened, "plugin/scalars/scalars", run=one.task, tag=one.tag)
            shown[one.key] = [(step, np.float32(value), at) for at, step, value in answer]
        ours = {
            one.key: list(
                zip(one.steps.tolist(), one.values.astype(np.float32), one.wall_times.tolist(), strict=True)
            )
            for one in curves
        }
        assert shown == ours
        assert [len(ours[name, "reward"]) for name in ("PPO_1", "PPO_2", "restarted")] == [5, 5, 20]
        assert opened.asked()
        with pytest.raises(urllib.error.HTTPError):  # who does not know its path is shown nothing
            urllib.request.urlopen(f"http://127.0.0.1:{opened.port}/data/runs", timeout=20)
        opened.process.stdin.close()
        assert opened.process.wait(timeout=20) is not None
    finally:
        opened.end()
    assert not opened.alive
    assert list((tmp_path / "cache/tensorboard").iterdir()) == []
    with pytest.raises(OSError, match="refused"):
        http.client.HTTPConnection("127.0.0.1", opened.port, timeout=5).connect()


def test_one_that_ends_at_once_says_why(tmp_path):
    """The last line of what it printed is told."""
    log = (tmp_path / "log.txt").open("wb")
    program = "import sys; print('first'); print('port is taken\\n'); sys.exit(1)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=log, start_new_session=True) as process:
        opened = TensorBoard("http://127.0.0.1:9/x/", 9, tmp_path, process, mark_of(process.pid))
        with pytest.raises(Unavailable, match=r"ended as it started\. It said last: port is taken Try once"):
            running.wait_for_answer(opened, lambda _: None, 20)
    log.close()


def test_one_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    """Nothing of it stays, and no secret of the studio's reaches it."""
    monkeypatch.setenv("PREFSTUDIO_DATABASE", "postgresql://me:secret@host/db")
    environments = []

    def seen(opened):
        environments.append(opened.process.pid)
        with open(f"/proc/{opened.process.pid}/environ", "rb") as file:  # noqa: PTH123
            environments.append(file.read())
        return False

    monkeypatch.setattr(running, "answers", seen)
    with pytest.raises(Unavailable, match="did not answer within 0 seconds"):
        start_tensorboard({}, cache=tmp_path, patience=0)
    number, environment = environments[:2]
    assert b"secret" not in environment
    assert b"PATH" in environment
    with pytest.raises(ProcessLookupError):
        os.killpg(number, 0)
    assert list((tmp_path / "tensorboard").iterdir()) == []


def test_what_a_killed_studio_left_goes_at_the_next_start(tmp_path):
    """A folder whose process is gone goes; that of one which runs stays."""
    for name, number in (("gone", 2**22), ("runs", os.getpid())):
        mark = mark_of(os.getpid())
        (tmp_path / "tensorboard" / name).mkdir(parents=True)
        (tmp_path / "tensorboard" / name / "process").write_text(f"{number} {mark.started}")
    with pytest.raises(Unavailable):
        start_tensorboard({}, cache=tmp_path, patience=0)
    assert [one.name for one in (tmp_path / "tensorboard").iterdir()] == ["runs"]
