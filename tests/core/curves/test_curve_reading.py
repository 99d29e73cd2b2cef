"""Event files of every kind become curves; several files of one log become one clean curve."""

import math

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary

from core.curves import read_curves
from tests.core.curves.event_files import write_events, write_tensors, write_values

TYPES = {"step": "int64", "relative_step": "int64", "value": "float64", "wall_time": "float64"}


def read(folder):
    """What is found below a folder that holds no copies of remote files."""
    return read_curves(str(folder), cache=folder / "no-cache")


def points(curves):
    """(tag, step, value, wall time) of each point of all curves."""
    return [
        (curve.tag, *point)
        for curve in curves
        for point in zip(curve.steps.tolist(), curve.values.tolist(), curve.wall_times.tolist(), strict=True)
    ]


@pytest.mark.parametrize("write", [write_tensors, write_values])
def test_both_kinds_of_scalar_are_read(tmp_path, write):
    """TensorFlow 2 writes tensors of shape (), older writers simple values; steps need not be in order."""
    write(tmp_path, [("reward", 3, 0.5, 30.0), ("my/own tag", 1, -2.0, 10.0), ("reward", 2, 0.25, 20.0)])
    expected = [("my/own tag", 1, -2.0, 10.0), ("reward", 2, 0.25, 20.0), ("reward", 3, 0.5, 30.0)]
    assert points(read(tmp_path)) == expected


def test_both_kinds_may_share_a_file_and_a_tag(tmp_path):
    """As where a trainer's own scalars stand beside torch's."""
    write_tensors(tmp_path / "a", [("x", 1, 0.5, 1.0), ("x", 2, 0.25, 2.0)])
    write_values(tmp_path / "b", [("x", 2, 0.125, 3.0), ("y", 3, 1.0, 4.0)])
    contents = [next((tmp_path / name).iterdir()).read_bytes() for name in "ab"]
    (tmp_path / "c").mkdir()
    (tmp_path / "c/events.out.tfevents.1").write_bytes(b"".join(contents))
    found = read(tmp_path / "c")
    assert points(found) == [("x", 1, 0.5, 1.0), ("x", 2, 0.125, 3.0), ("y", 3, 1.0, 4.0)]


def test_values_that_are_not_finite_are_kept(tmp_path):
    """A loss that became NaN is what a person must see; a wall time may be none as well."""
    write_values(tmp_path, [("x", 1, math.nan, math.nan), ("x", 2, math.inf, 2.0), ("x", 3, -math.inf, 3.0)])
    (curve,) = read(tmp_path)
    assert np.array_equal(curve.values, [math.nan, math.inf, -math.inf], equal_nan=True)
    assert np.array_equal(curve.wall_times, [math.nan, 2, 3], equal_nan=True)


def test_any_step_that_64_bits_hold_is_one(tmp_path):
    """Negative ones, and around each length in which a step is written."""
    steps = sorted(
        {-(2**63), -1, 2**63 - 1, *(2**bits + more for bits in range(7, 63, 7) for more in (-1, 0))}
    )
    write_values(tmp_path, [("x", step, 0.5, 1.0) for step in steps])
    (curve,) = read(tmp_path)
    assert curve.steps.tolist() == steps
    assert curve.start == -(2**63)


def test_the_value_written_last_stays(tmp_path):
    """Also when the clock went backwards: only the file's order tells."""
    write_tensors(tmp_path, [("x", 1, 0.1, 50.0), ("x", 2, 0.2, 60.0), ("x", 1, 0.75, 40.0)])
    assert points(read(tmp_path)) == [("x", 1, 0.75, 40.0), ("x", 2, float(np.float32(0.2)), 60.0)]


def test_relative_steps_start_at_the_first_step_of_the_log(tmp_path):
    """One task may continue an old counter while another starts at zero."""
    write_values(tmp_path / "trainer", [("a", 217_820, 0.6, 1.0), ("b", 217_810, 0.5, 2.0)])
    write_values(tmp_path / "reinforcer", [("a", 0, 0.6, 1.0), ("a", 10, 0.5, 2.0)])
    frame = read(tmp_path).frame()
    assert frame["task"].tolist() == ["reinforcer", "reinforcer", "trainer", "trainer"]
    assert frame["relative_step"].tolist() == [0, 10, 10, 0]
    assert {name: str(frame[name].dtype) for name in TYPES} == TYPES


def test_a_log_without_files_gives_an_empty_frame(tmp_path):
    """With all columns and their types, so that a chart needs no special case."""
    found = read(tmp_path)
    assert (found.files, len(found)) == (0, 0)
    assert {name: str(found.frame()[name].dtype) for name in TYPES} == TYPES


def restarted(folder, *files):
    """Write files one after the other, each of (tag, step, value) points or events, and read them."""
    for number, file in enumerate(files):
        events = [
            one
            if isinstance(one, Event)
            else Event(step=one[1], summary=Summary(value=[Summary.Value(tag=one[0], simple_value=one[2])]))
            for one in file
        ]
        for event in events:
            event.wall_time = 100.0 + number
        # a name does not tell which was first
        write_events(folder / f"events.out.tfevents.{9 - number}", events)
    return {
        curve.tag: dict(zip(curve.steps.tolist(), curve.values.tolist(), strict=True))
        for curve in read(folder)
    }


def test_a_later_file_retires_what_it_begins_before(tmp_path):
    """A trainer that went back to step 10 leaves 0 to 9 of the first file, wherever it wrote less."""
    first = [("x", step, 1.0) for step in range(30)]
    again = [("x", step, 2.0) for step in range(10, 20, 2)]
    expected = {**dict.fromkeys(range(10), 1.0), **dict.fromkeys(range(10, 20, 2), 2.0)}
    assert restarted(tmp_path, first, again) == {"x": expected}


def test_each_tag_is_retired_by_its_own_points(tmp_path):
    """What is measured seldom stays until it is measured again, or another tag's writer begins."""
    first = [("x", step, 1.0) for step in range(5)] + [("eval", 4, 1.0)]
    found = restarted(tmp_path, first, [("x", 2, 2.0)], [("y", 0, 3.0)], [("x", 1, 4.0)])
    assert found == {"x": {0: 1.0, 1: 4.0}, "eval": {4: 1.0}, "y": {0: 3.0}}


def test_a_restart_that_says_so_retires_all_tags(tmp_path):
    """Torch's ``purge_step`` writes a session's start at a step, whatever is measured afterwards."""
    start = Event(step=2, session_log=SessionLog(status=SessionLog.START))
    first = [("x", step, 1.0) for step in range(5)] + [("eval", 4, 1.0), ("eval", 1, 1.0)]
    found = restarted(tmp_path, first, [start, ("x", 3, 2.0)])
    assert found == {"x": {0: 1.0, 1: 1.0, 3: 2.0}, "eval": {1: 1.0}}


def test_a_restart_within_a_file_retires_what_stands_before_it(tmp_path):
    """Some writers append to a file that is there."""
    start = Event(step=2, session_log=SessionLog(status=SessionLog.START))
    first = [("x", step, 1.0) for step in range(5)]
    assert restarted(tmp_path, [*first, start, ("x", 2, 2.0)]) == {"x": {0: 1.0, 1: 1.0, 2: 2.0}}


def test_a_stopped_session_retires_nothing(tmp_path):
    """Only a start does."""
    stop = Event(step=0, session_log=SessionLog(status=SessionLog.STOP))
    assert restarted(tmp_path, [("x", 1, 1.0)], [stop, ("x", 2, 2.0)]) == {"x": {1: 1.0, 2: 2.0}}


@pytest.mark.real
def test_the_real_reward_model_log(real_data, tmp_path):
    """141 points of rank_loss, from step 217,810 to 219,207: 1,397 relative steps."""
    found = read_curves(str(real_data / "reward-logs"), cache=tmp_path)
    assert {curve.key for curve in found} == {
        ("reward-model-trainer", tag)
        for tag in ("rank_loss", "learning_rate", "learning_rate/current", "timing/uptime")
    }
    loss = found.get("reward-model-trainer", "rank_loss")
    assert len(loss) == 141
    assert (loss.steps[0], loss.steps[-1], loss.start) == (217_810, 219_207, 217_810)
    assert (np.diff(loss.wall_times) > 0).all()


@pytest.mark.real
def test_the_real_reinforcer_log(real_data, tmp_path):
    """32 points each of kl_loss and reward."""
    found = read_curves(str(real_data / "reinforcer-logs"), cache=tmp_path)
    assert [len(found.get("reinforcer", tag)) for tag in ("kl_loss", "reward")] == [32, 32]


@pytest.mark.parametrize("names", [("5.vm.1.9", "5.vm.1.10"), ("5.vm.9.0", "5.vm.10.0")])
def test_of_files_begun_at_one_moment_the_tenth_follows_the_ninth(tmp_path, names):
    """Writers count the files that a process begins."""
    for name, value in zip(names, (0.5, 0.25), strict=True):
        events = [scalar("x", step, value) for step in (1, 2)]
        write_events(tmp_path / f"events.out.tfevents.{name}", [Event(wall_time=7.0), *events])
    (curve,) = read(tmp_path)
    assert curve.values.tolist() == [0.25, 0.25]


def test_an_event_without_a_time_does_not_make_a_file_the_first(tmp_path):
    """An empty record is no beginning: the file that restarts counts, though its name comes first."""
    write_events(tmp_path / "events.out.tfevents.2", [Event(wall_time=7.0), scalar("x", 1, 0.5)])
    write_events(tmp_path / "events.out.tfevents.1", [Event(), Event(wall_time=8.0), scalar("x", 1, 0.25)])
    (curve,) = read(tmp_path)
    assert curve.values.tolist() == [0.25]


def scalar(tag, step, value):
    """A point at a moment that is of no matter."""
    return Event(
        wall_time=9.0, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)])
    )
