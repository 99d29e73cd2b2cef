"""What a file has lost costs only itself, and is named; a file that is still written is not damaged."""

import os
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event

from core.curves import read_curves, read_event_files, records
from core.errors import NotAllowed
from core.event_files import find_event_files, masked_crc, record
from tests.core.curves.event_files import write_events, write_values

STEPS = 40


@pytest.fixture
def log(tmp_path):
    """A file of one tag, steps 0 to 39."""
    return write_values(tmp_path / "log", [("x", step, 0.5, 1.0) for step in range(STEPS)])


def starts(content):
    """Where its records begin."""
    at, found = 0, []
    while at < len(content):
        found.append(at)
        at += 16 + int.from_bytes(content[at : at + 8], "little")
    return found


def read(path):
    """The curves of its folder."""
    return read_curves(str(path.parent), cache=path.parent / "no-cache")


def steps(found):
    """Of the one curve."""
    return [step for curve in found for step in curve.steps.tolist()]


def test_a_file_may_end_anywhere(log):
    """It is being written: what is whole is read, and nothing is called damaged, nor an empty file."""
    whole = log.read_bytes()
    ends = [*starts(whole)[1:], len(whole)]
    around = {end + by for end in (0, *ends) for by in (-1, 0, 1)} & {*range(len(whole) + 1)}
    for size in sorted({*range(0, len(whole), 7), *around}):
        log.write_bytes(whole[:size])
        found = read(log)
        assert len(steps(found)) == max(sum(end <= size for end in ends) - 1, 0)
        assert found.troubles == ()
        assert found.files == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_byte_that_changed_costs_one_record(log, seed):
    """In its length, its data or a checksum: the record is left out, and it is said where and how much."""
    whole = log.read_bytes()
    begins = starts(whole)
    dice = np.random.default_rng(seed)
    for at in dice.integers(begins[1], begins[-1], 60):
        spoilt = bytearray(whole)
        spoilt[at] ^= int(dice.integers(1, 256))
        log.write_bytes(spoilt)
        found = read(log)
        hit = max(number for number, start in enumerate(begins) if start <= at)
        assert steps(found) == [step for step in range(STEPS) if step != hit - 1]
        (trouble,) = found.troubles
        assert trouble.address == log.as_uri()
        lost = begins[hit + 1] - begins[hit]
        assert f"damaged from byte {begins[hit]:,} on: {lost:,} bytes cannot be read" in trouble.sentence


def test_what_lies_between_records_is_passed_over(log, monkeypatch):
    """Also where it is longer than what is read at a time, and where it looks like a record in part."""
    monkeypatch.setattr(records, "BLOCK", 1 << 12)
    whole = log.read_bytes()
    begins = starts(whole)
    header = struct.pack("<Q", 1 << 50)
    lies = header + struct.pack("<I", masked_crc(header))
    noise = np.random.default_rng(1).bytes(10_000) + bytes(10_000) + lies
    log.write_bytes(whole[: begins[10]] + noise + whole[begins[10] : begins[20]] + noise)
    found = read(log)
    assert steps(found) == list(range(19))
    assert f"{2 * len(noise):,} bytes" in found.troubles[0].sentence


@pytest.mark.parametrize(
    "content", [b"step,loss\n1,0.5\n", bytes(64), b"{" * 4096, np.random.default_rng(0).bytes(1 << 21)]
)
def test_a_file_that_is_no_event_file_is_named(log, content):
    """TensorBoard would take it for an empty one; what lies beside it is shown."""
    other = log.parent / "tfevents.csv"
    other.write_bytes(content)
    found = read(log)
    assert steps(found) == list(range(STEPS))
    (trouble,) = found.troubles
    assert trouble.sentence == f"{other.as_uri()} is not an event file; name one that TensorBoard could read."


def test_a_file_that_lost_its_beginning_is_an_event_file(log):
    """The first record is as any other."""
    log.write_bytes(log.read_bytes()[20:])
    found = read(log)
    assert steps(found) == list(range(STEPS))
    assert "damaged from byte 0 on" in found.troubles[0].sentence


@pytest.mark.parametrize("data", [b"\xff not a protocol buffer", b"\x0a\x03abc", b""])
def test_records_that_are_no_events_are_named(tmp_path, data):
    """A TFRecord file of examples has the same frame around its records."""
    path = tmp_path / "train.tfevents"
    path.write_bytes(record(data) * 3)
    (trouble,) = read(path).troubles
    assert trouble.sentence == f"{path.as_uri()} holds records, but not TensorBoard's events."


def test_a_record_that_is_no_event_spoils_no_other(log):
    """It is counted."""
    log.write_bytes(log.read_bytes() + record(b"\xff\xff") + record(Event(step=1).SerializeToString()))
    found = read(log)
    assert (len(steps(found)), found.passed_over, found.troubles) == (
        STEPS,
        {"records that are no events": 1},
        (),
    )


def test_event_files_without_scalars_are_no_trouble(tmp_path):
    """They are counted, so that nobody says there are none."""
    write_events(tmp_path / "events.out.tfevents.1", [Event(file_version="brain.Event:2")])
    found = read_curves(str(tmp_path), cache=tmp_path)
    assert (found.files, len(found), found.troubles) == (1, 0, ())


def test_a_giant_record_is_skipped_without_being_held(log, monkeypatch):
    """It cannot hold a scalar worth that; where the file ends before it does, it is still being written."""
    monkeypatch.setattr(records, "BIGGEST", 1000)
    giant = record(bytes(1 << 20))
    whole = log.read_bytes()
    behind = record(Event(wall_time=1, step=99).SerializeToString())
    log.write_bytes(whole + giant + behind + whole)
    found = read(log)
    assert found.passed_over == {"records too large to hold a number": 1}
    assert (steps(found), found.troubles) == (list(range(STEPS)), ())
    log.write_bytes(whole + giant[:-1])
    assert (steps(read(log)), read(log).troubles) == (list(range(STEPS)), ())


def test_a_record_may_be_longer_than_a_block(log, monkeypatch):
    """Thousands of tags may stand in one event."""
    monkeypatch.setattr(records, "BLOCK", 7)
    assert steps(read(log)) == list(range(STEPS))


def test_files_and_folders_that_vanish_are_named(log):
    """Between the listing and the reading; what is left is shown."""
    other = log.parent.parent / "other"
    shutil.copytree(log.parent, other)
    files = find_event_files(str(log.parent.parent))
    shutil.rmtree(other)
    found = read_event_files(files, cache=other)
    assert steps(found) == list(range(STEPS))
    assert "There is no file" in found.troubles[0].sentence
    assert found.files == 2


def test_what_must_not_be_read_is_named(log, monkeypatch):
    """A file and a folder, as another user than root would be told; the rest is shown."""
    root = log.parent.parent
    shutil.copytree(log.parent, root / "others")
    locked = shutil.copy(log, root / "events.out.tfevents.locked")
    real_open, real_scan = Path.open, os.scandir

    def refuse(path, real, *args):
        if path in (locked, root / "others"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args)

    monkeypatch.setattr(Path, "open", lambda path, *args: refuse(path, real_open, *args))
    monkeypatch.setattr(os, "scandir", lambda path: refuse(path, real_scan))
    found = read_curves(str(root), cache=root)
    assert [trouble.sentence for trouble in found.troubles] == [
        f"The system gives the studio no access to {path}. Change its permissions."
        for path in (root / "others", locked)
    ]
    assert steps(found) == list(range(STEPS))
    monkeypatch.setattr(os, "scandir", lambda _: refuse(root / "others", real_scan))
    with pytest.raises(NotAllowed, match="no access"):
        read_curves(str(root), cache=root)
