"""Event files of every kind become one tidy frame."""

import math
import shutil

import numpy as np
import pandas as pd
import pytest
from core.curves.event_files import COLUMNS, combine, parse_event_file, read_curves
from tensorboard.summary.writer.record_writer import RecordWriter

from core.errors import InvalidInput
from tests.core.curves.event_files import write_arrays, write_tensors, write_values

TYPES = {"step": "int64", "relative_step": "int64", "value": "float64", "wall_time": "float64"}


def rows(frame):
    return list(frame[["tag", "step", "value", "wall_time"]].itertuples(index=False, name=None))


def one_tag(points):
    """What ``parse_event_file`` would give for (step, value, wall time) points of one tag."""
    frame = pd.DataFrame(points, columns=["step", "value", "wall_time"])
    return frame.assign(tag="reward")


@pytest.mark.parametrize("numbers", [[("x", 1, 0.5)], [("x", 1, 0.5), ("count", 1, 7)]])
def test_tensors_that_are_no_numbers_are_passed_over(tmp_path, numbers):
    """Vectors, empty tensors and texts share the file with the curves; whole numbers are numbers."""
    others = [("vector", 1, [1.0, 2.0]), ("empty", 1, np.zeros(0, np.float32)), ("text", 1, b"<b>hi</b>")]
    path = write_arrays(tmp_path, [*others, *numbers])
    assert rows(parse_event_file(path)) == sorted(
        (tag, step, float(value), 1.0) for tag, step, value in numbers
    )


@pytest.mark.parametrize("write", [write_tensors, write_values])
def test_both_kinds_of_scalar_are_read(tmp_path, write):
    """TensorFlow 2 writes tensors of shape (), older writers simple values."""
    path = write(
        tmp_path, [("reward", 3, 0.5, 30.0), ("my/own tag", 1, -2.0, 10.0), ("reward", 2, 0.25, 20.0)]
    )
    expected = [("my/own tag", 1, -2.0, 10.0), ("reward", 2, 0.25, 20.0), ("reward", 3, 0.5, 30.0)]
    assert rows(parse_event_file(path)) == expected


def test_values_that_are_not_finite_are_kept(tmp_path):
    """A loss that became NaN is what a person must see."""
    values = parse_event_file(
        write_tensors(tmp_path, [("loss", 1, math.nan, 1.0), ("loss", 2, math.inf, 2.0)])
    )
    assert math.isnan(values["value"][0])
    assert values["value"][1] == math.inf


def test_the_value_written_last_stays(tmp_path):
    """Also when the clock went backwards, and when only the file's order tells."""
    path = write_tensors(tmp_path, [("x", 1, 0.1, 50.0), ("x", 2, 0.2, 60.0), ("x", 1, 0.75, 40.0)])
    frame = parse_event_file(path)
    assert frame["value"][frame["step"] == 1].tolist() == [0.75]


def test_an_empty_file_has_no_points(tmp_path):
    """It is one that is just being opened for writing."""
    path = tmp_path / "events.out.tfevents.1"
    path.touch()
    frame = parse_event_file(path)
    assert frame.empty
    assert frame.dtypes.astype(str).to_dict() == {key: TYPES.get(key, "str") for key in frame.columns}


def test_a_last_record_that_is_cut_off_costs_only_itself(tmp_path):
    """Wherever the file ends, the whole records before it are read: it is being written."""
    path = write_tensors(tmp_path, [("x", 1, 0.5, 1.0), ("x", 2, 0.25, 2.0)])
    whole = path.read_bytes()
    lengths = set()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        lengths.add(len(parse_event_file(path)))
    assert lengths == {0, 1}


def test_damage_before_the_last_record_is_named(tmp_path):
    """TensorBoard's reader would stop there and show a shorter curve."""
    path = write_tensors(tmp_path, [("x", step, 0.5, 1.0) for step in range(3)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"tfevents\S+ is damaged from byte \d+ on"):
        parse_event_file(path)


@pytest.mark.parametrize("content", [b"step,loss\n1,0.5\n", b"\x00" * 64, b"{" * 4096])
def test_a_file_that_is_no_event_file_is_named(tmp_path, content):
    """TensorBoard's reader would take it for an empty one."""
    path = tmp_path / "tfevents.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"tfevents\.csv is not an event file"):
        parse_event_file(path)


def test_records_that_are_no_events_are_named(tmp_path):
    """A TFRecord file of examples has the same frame around its records."""
    path = tmp_path / "train.tfevents"
    with path.open("wb") as file:
        RecordWriter(file).write(b"\xff not a protocol buffer")
    with pytest.raises(InvalidInput, match=r"train\.tfevents holds records, but not TensorBoard's events"):
        parse_event_file(path)


def test_a_file_of_another_name_is_refused(tmp_path):
    """TensorBoard's reader would take it for a folder."""
    path = shutil.copy(write_tensors(tmp_path / "a", [("x", 1, 0.5, 1.0)]), tmp_path / "copy.bin")
    with pytest.raises(InvalidInput, match=r"copy\.bin is not an event file: its name"):
        parse_event_file(path)


def test_relative_steps_start_at_the_first_step_of_the_task():
    """One task may continue an old counter while another starts at zero."""
    trainer = one_tag([(217_810, 0.6, 1.0), (217_820, 0.5, 2.0)])
    frame = combine([("trainer", trainer), ("reinforcer", one_tag([(0, 1.0, 3.0), (10, 2.0, 4.0)]))])
    assert frame.columns.tolist() == COLUMNS
    assert frame["task"].tolist() == ["reinforcer", "reinforcer", "trainer", "trainer"]
    assert frame["relative_step"].tolist() == [0, 10, 0, 10]
    assert {name: str(frame[name].dtype) for name in TYPES} == TYPES


def test_of_two_files_the_later_value_stays():
    """A task that was restarted writes a second file and repeats some steps."""
    old, new = one_tag([(1, 0.1, 10.0), (2, 0.2, 20.0)]), one_tag([(2, 0.75, 30.0), (3, 0.3, 40.0)])
    for files in ([old, new], [new, old]):
        assert combine([("t", file) for file in files])["value"].tolist() == [0.1, 0.75, 0.3]


def test_a_value_without_a_time_gives_way():
    """NaN is no time; a value that has one is taken to be later."""
    timed, untimed = one_tag([(1, 0.5, 10.0)]), one_tag([(1, 0.25, np.nan)])
    for files in ([timed, untimed], [untimed, timed]):
        assert combine([("t", file) for file in files])["value"].tolist() == [0.5]


def test_a_run_without_files_gives_an_empty_frame(tmp_path):
    """With all columns and their types, so that a chart needs no special case."""
    frame = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert frame.columns.tolist() == COLUMNS
    assert {name: str(frame[name].dtype) for name in TYPES} == TYPES


def test_the_caller_may_remember_parsed_files(tmp_path):
    """The page caches by path, size and time; its function is asked for each file."""
    path = write_tensors(tmp_path / "reinforcer", [("reward", 1, 0.5, 1.0)])
    asked = []

    def remembered(path):
        asked.append(path)
        return parse_event_file(path)

    read_curves(str(tmp_path), cache=tmp_path / "cache", parse=remembered)
    assert asked == [path]


@pytest.mark.real
def test_the_real_reward_model_log(real_data, tmp_path):
    """141 points of rank_loss, from step 217,810 to 219,207: 1,397 relative steps."""
    frame = read_curves(str(real_data / "reward-logs"), cache=tmp_path)
    assert set(frame["task"]) == {"reward-model-trainer"}
    assert set(frame["tag"]) == {"rank_loss", "learning_rate", "learning_rate/current", "timing/uptime"}
    loss = frame[frame["tag"] == "rank_loss"]
    assert len(loss) == 141
    assert (loss["step"].min(), loss["step"].max()) == (217_810, 219_207)
    assert (loss["relative_step"].min(), loss["relative_step"].max()) == (0, 1_397)
    assert loss["wall_time"].is_monotonic_increasing


@pytest.mark.real
def test_the_real_reinforcer_log(real_data, tmp_path):
    """32 points each of kl_loss and reward."""
    frame = read_curves(str(real_data / "reinforcer-logs"), cache=tmp_path)
    assert set(frame["task"]) == {"reinforcer"}
    counts = frame["tag"].value_counts()
    assert (counts["kl_loss"], counts["reward"]) == (32, 32)
