"""Entries of events one by one: numbers of every type, what holds none, and records of a known look."""

import math
import struct

import numpy as np
import pytest
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.types_pb2 import DataType

from core.curves import read_curves
from core.curves.events import Events
from core.curves.tensors import number_or_kind
from tests.core.curves.event_files import write_events


def entry(dtype, *, tag="x", shape=(), plugin="", **fields):
    """A tensor as one of the fields holds it."""
    tensor = TensorProto(dtype=DataType.Value(f"DT_{dtype}"), **fields)
    tensor.tensor_shape.SetInParent()
    for size in shape:
        tensor.tensor_shape.dim.add(size=size)
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name=plugin))
    return Summary.Value(tag=tag, tensor=tensor, metadata=metadata if plugin else None)


def float_bits(value):
    """The bits of a float as a whole number with sign."""
    return struct.unpack("<i", struct.pack("<f", value))[0]


@pytest.mark.parametrize(
    ("dtype", "fields", "number"),
    [
        ("FLOAT", {"float_val": [0.25]}, 0.25),
        ("DOUBLE", {"double_val": [0.1]}, 0.1),
        ("INT32", {"int_val": [-7]}, -7),
        ("UINT8", {"int_val": [200]}, 200),
        ("UINT8", {"uint32_val": [200]}, 200),
        ("INT16", {"int_val": [-300]}, -300),
        ("UINT16", {"int_val": [60_000]}, 60_000),
        ("INT8", {"int_val": [-8]}, -8),
        ("INT64", {"int64_val": [2**40]}, 2**40),
        ("UINT32", {"uint32_val": [2**32 - 1]}, 2**32 - 1),
        ("UINT64", {"uint64_val": [2**63]}, 2**63),
        ("BOOL", {"bool_val": [True]}, 1),
        ("HALF", {"half_val": [0x3800]}, 0.5),
        ("BFLOAT16", {"half_val": [0x3F00]}, 0.5),
        ("HALF", {"half_val": [float_bits(0.5)]}, 0.5),
        ("BFLOAT16", {"half_val": [float_bits(-1.5)]}, -1.5),
        ("FLOAT", {"tensor_content": struct.pack("<f", 0.25)}, 0.25),
        ("DOUBLE", {"tensor_content": struct.pack("<d", 0.1)}, 0.1),
        ("INT32", {"tensor_content": struct.pack("<i", -7)}, -7),
        ("INT64", {"tensor_content": struct.pack("<q", -7)}, -7),
        ("UINT8", {"tensor_content": b"\xc8"}, 200),
        ("BOOL", {"tensor_content": b"\x01"}, 1),
        ("HALF", {"tensor_content": np.float16(-0.5).tobytes()}, -0.5),
        ("BFLOAT16", {"tensor_content": b"\x80\x3f"}, 1),
    ],
)
def test_a_number_of_any_type_is_read(dtype, fields, number):
    """As the list of its type, or as bytes; torch puts bytes and halves where others do not."""
    found = number_or_kind(entry(dtype, **fields))
    assert isinstance(found, float)
    assert found == number


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        (entry("FLOAT"), "tensors that cannot be decoded"),
        (entry("FLOAT", float_val=[1, 2]), "tensors that cannot be decoded"),
        (entry("FLOAT", tensor_content=b"abc"), "tensors that cannot be decoded"),
        (entry("HALF", tensor_content=b"a"), "tensors that cannot be decoded"),
        (entry("RESOURCE"), "tensors that cannot be decoded"),
        (entry("QINT8", int_val=[1]), "tensors that cannot be decoded"),
        (entry("COMPLEX64", scomplex_val=[1, 2]), "complex numbers"),
        (entry("COMPLEX128", tensor_content=bytes(16)), "complex numbers"),
        (entry("FLOAT", shape=(2,), float_val=[1, 2]), "vectors and matrices"),
        (entry("FLOAT", shape=(0,)), "vectors and matrices"),
        (entry("STRING", string_val=[b"<b>hi</b>"]), "texts"),
        (entry("STRING", shape=(3,), string_val=[b"1", b"1", b"png"], plugin="images"), "images"),
        (entry("DOUBLE", shape=(1, 3), double_val=[0, 1, 2], plugin="histograms"), "histograms"),
        (Summary.Value(tag="x", histo=HistogramProto(min=0)), "histograms"),
        (Summary.Value(tag="x", image=Summary.Image(height=1)), "images"),
        (Summary.Value(tag="x", audio=Summary.Audio(sample_rate=1)), "sounds"),
        (Summary.Value(tag="x"), "other entries"),
    ],
)
def test_what_holds_no_number_is_called_by_its_kind(held, kind):
    assert number_or_kind(held) == kind


def test_one_entry_spoils_no_other(tmp_path):
    """Numbers in an event beside a vector, and what follows it, are read; the rest is counted."""
    values = [
        entry("COMPLEX64", tag="c", scomplex_val=[1, 2]),
        Summary.Value(tag="x", simple_value=0.5),
        entry("FLOAT", tag="v", shape=(2,), float_val=[1, 2]),
    ]
    events = [Event(wall_time=1, step=step, summary=Summary(value=values)) for step in (1, 2)]
    write_events(tmp_path / "events.out.tfevents.1", [*events, Event(step=3, graph_def=b"")])
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert [(curve.tag, curve.steps.tolist()) for curve in found] == [("x", [1, 2])]
    assert found.passed_over == {"complex numbers": 2, "vectors and matrices": 2, "graphs": 1}
    assert found.troubles == ()


def test_a_declared_shape_costs_nothing(tmp_path):
    """A few bytes that announce a million million numbers are not made into an array."""
    huge = entry("FLOAT", shape=(1 << 20, 1 << 20), float_val=[1])
    unknown = entry("FLOAT", float_val=[1])
    unknown.tensor.tensor_shape.unknown_rank = True
    path = write_events(
        tmp_path / "events.out.tfevents.1", [Event(summary=Summary(value=[one])) for one in (huge, unknown)]
    )
    assert path.stat().st_size < 150
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert found.passed_over == {"vectors and matrices": 1, "tensors that cannot be decoded": 1}


def decoded(records):
    """The points of records as protobuf decodes them, each by itself."""
    points = {}
    for data in records:
        event = Event.FromString(data)
        for one in event.summary.value:
            number = number_or_kind(one)
            if isinstance(number, float):
                points.setdefault(one.tag, []).append((event.step, number, event.wall_time))
    return points


def mangled(dice, data):
    """A record that looks nearly like another: a byte changed, one more or one less, or a field repeated."""
    at = int(dice.integers(len(data)))
    return [
        data[:at] + bytes([int(dice.integers(256))]) + data[at + 1 :],
        data + b"\x10\x05",
        data + b"\x09" + struct.pack("<d", 3.0),
        data + Event(summary=Summary(value=[Summary.Value(tag="more", simple_value=1)])).SerializeToString(),
        data[:at],
    ][int(dice.integers(5))]


def is_event(data):
    """Whether protobuf can decode it."""
    try:
        Event.FromString(data)
    except Exception:  # noqa: BLE001 - whatever protobuf raises
        return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_known_looks_give_what_protobuf_gives(seed):
    """On random events of few tags, with every length of step, odd numbers and records that are spoilt."""
    dice = np.random.default_rng(seed)
    numbers = [0.0, 1.0, -1.5, 2.5, 1.25, math.inf, *dice.normal(size=4).astype(np.float32).tolist()]
    records = []
    for _ in range(2000):
        tag, number = str(dice.choice(["a", "b", "loss/x", "tag" * 50])), float(dice.choice(numbers))
        one = [
            Summary.Value(tag=tag, simple_value=number),
            entry("FLOAT", tag=tag, float_val=[number]),
            entry("FLOAT", tag=tag, tensor_content=struct.pack("<f", number), plugin="scalars"),
            entry("DOUBLE", tag=tag, double_val=[number], plugin="scalars"),
            entry("INT32", tag=tag, int_val=[int(dice.integers(200))]),
        ][int(dice.integers(5))]
        step = int(dice.integers(2 ** int(dice.integers(1, 40)))) - 3
        event = Event(wall_time=float(dice.normal()), step=step, summary=Summary(value=[one]))
        data = event.SerializeToString()
        spoilt = mangled(dice, data)
        records += [data, spoilt] if is_event(spoilt) else [data]
    events = Events({})
    for start in range(0, len(records), 100):
        events.take(records[start : start + 100])
    expected = decoded(records)
    assert set(events.columns) == set(expected)
    for tag, points in expected.items():
        column = events.columns[tag]
        found = [*zip(column.steps, column.values, column.wall_times, strict=True)]
        assert np.array_equal(np.array(found), np.array(points), equal_nan=True)
