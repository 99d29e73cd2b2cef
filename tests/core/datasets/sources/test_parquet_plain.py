"""Columns that need no look at each value: of plain kinds, with finite numbers and texts that are text."""

import math

import pyarrow as pa
import pytest

from core.datasets.sources.parquet_plain import is_plain

TURNS = pa.list_(pa.struct({"content": pa.string(), "role": pa.string()}))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array(["a", None, "é"]), True),
        (pa.array([[{"content": "a", "role": None}], [], None], TURNS), True),
        (pa.array([1.5, None, -0.0]), True),
        (pa.array([1, 2**63 - 1, None]), True),
        (pa.array([[True], None]), True),
        (pa.array([1.5, math.nan]), False),
        (pa.array([[1.0], [math.inf]]), False),
        (pa.array([{"a": {"b": [math.nan]}}]), False),
        (pa.array([b"a"]), False),
        (pa.array([{"a": b"a"}]), False),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), False),
        (pa.array(["a"]).dictionary_encode(), False),
        (pa.array([1], pa.timestamp("us")), False),
        (pa.array([1.5], pa.float16()), False),
        (pa.array([b"\xff"]).view(pa.string()), False),
        (pa.array([None, None]), True),
    ],
)
def test_which_columns_are_plain(column, expected):
    """Whatever is in doubt is none."""
    assert is_plain(column) is expected


def test_two_fields_of_one_name_are_in_doubt():
    """An object of JSON could hold one of them."""
    twice = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert not is_plain(twice)
