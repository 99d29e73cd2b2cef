"""Parquet: its columns become objects that JSON can store, or problems with the row."""

import datetime as dt
import math
from decimal import Decimal
from uuid import UUID

import pyarrow as pa
import pytest

from core.datasets.problems import Fault
from core.datasets.sources import Container, parquet_rows, parquet_values
from tests.core.datasets.sources.reading_rows import faults, good, only_problem, parquet, read

NOT_UTF8 = pa.Array.from_buffers(
    pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"\xffa")]
)


def good_rows(columns):
    return good(parquet(columns), Container.PARQUET)


def row_faults(columns):
    return faults(parquet(columns), Container.PARQUET)


def test_rows_are_numbered():
    """Over several batches, each row with its number."""
    found = good_rows({"input_text": [f" post {number}\n" for number in range(300)]})
    assert found == [(number + 1, {"input_text": f" post {number}\n"}) for number in range(300)]


def test_a_null_is_a_field_that_is_not_there():
    """A column cannot leave a field out; inside a list null stays."""
    assert good_rows({"a": ["x", None], "choice": [None, 1], "list": [[None, "y"], None]}) == [
        (1, {"a": "x", "list": [None, "y"]}),
        (2, {"choice": 1}),
    ]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (b"caf\xc3\xa9", pa.binary(), "café"),
        (dt.date(2024, 2, 29), pa.date32(), "2024-02-29"),
        (dt.datetime(2024, 2, 29, 1, 2, 3), pa.timestamp("us"), "2024-02-29T01:02:03"),  # noqa: DTZ001
        (1, pa.timestamp("ns"), "1970-01-01T00:00:00.000000001"),
        (2**31 - 1, pa.date32(), "+5881580-07-11"),
        (2**60, pa.timestamp("us", tz="UTC"), "+38504-08-17T21:30:06.846976+00:00"),
        (dt.time(1, 2, 3), pa.time64("us"), "01:02:03"),
        (dt.timedelta(days=1, hours=2, microseconds=7), pa.duration("us"), "P1DT2H0.000007S"),
        (-90, pa.duration("s"), "-PT1M30S"),
        (2**62, pa.duration("s"), "P53375995583650DT7H45M4S"),
        (1, pa.duration("ns"), "PT0.000000001S"),
        (Decimal(12345678901234567890), pa.decimal128(20, 0), 12345678901234567890),
        (Decimal("4.50"), pa.decimal128(5, 2), 4.5),
        (Decimal("0.1234567890123456789"), pa.decimal128(20, 19), "0.1234567890123456789"),
        (2**64 - 1, pa.uint64(), 2**64 - 1),
        (0.1, pa.float64(), 0.1),
        ([("k", 1)], pa.map_(pa.string(), pa.int64()), [["k", 1]]),
        (
            {"a": [{"b": b"c"}]},
            pa.struct({"a": pa.list_(pa.struct({"b": pa.binary()}))}),
            {"a": [{"b": "c"}]},
        ),
        (["x", "y"], pa.large_list(pa.large_string()), ["x", "y"]),
    ],
)
def test_values_say_the_same_in_json(value, kind, expected):
    """Equal numbers, exact digits, ISO 8601, text from UTF-8."""
    [(_, row)] = good_rows({"a": pa.array([value], kind)})
    assert row == {"a": expected}
    assert type(row["a"]) is type(expected)


def test_a_uuid_is_text():
    """Arrow gives some columns as Python's own kind."""
    name = UUID("12345678-1234-5678-1234-567812345678")
    assert parquet_values.storable_row(1, {"id": name}) == {"id": str(name)}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_number_is_refused(value):
    """Alone or inside a list, with the name of its column."""
    assert row_faults({"score": [1.0, value]}) == [(2, Fault.NOT_A_NUMBER)]
    assert only_problem(parquet({"scores": [[value]]}), Container.PARQUET).field == "scores"


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (pa.array([b"\xff", b"a"], pa.binary()), Fault.NOT_UTF8),
        (NOT_UTF8, Fault.NOT_UTF8),
        (pa.array([[b"a", b"\xff"], None], pa.list_(pa.binary())), Fault.NOT_UTF8),
        (pa.array([{"x": math.nan}, None], pa.struct({"x": pa.float32()})), Fault.NOT_A_NUMBER),
    ],
)
def test_a_value_that_json_cannot_say(column, fault):
    """Only its row has a fault."""
    assert row_faults({"a": column}) == [(1, fault)]
    assert [number for number, _ in good_rows({"a": column})] == [2]


def test_two_columns_of_one_name():
    """A row could hold only one of them, so nothing is read."""
    table = pa.table([pa.array(["a"]), pa.array(["b"])], names=["prompt", "prompt"])
    problem = only_problem(parquet(table), Container.PARQUET)
    assert (problem.line, problem.field, problem.value) == (1, "(columns)", '"prompt"')


def test_deep_nesting_is_refused():
    """Arrow refuses the whole file; forty lists in each other are read."""
    value, kind = 1, pa.int64()
    for depth in range(1, 111):
        value, kind = [value], pa.list_(kind)
        if depth == 40:
            assert good_rows({"a": pa.array([value], kind)}) == [(1, {"a": value})]
    problem = only_problem(parquet({"a": pa.array([value], kind)}), Container.PARQUET)
    assert (problem.line, problem.fault) == (1, Fault.DAMAGED)
    assert problem.reason.startswith("cannot be read from here on: Parquet schema too deeply nested")


def test_what_is_no_parquet():
    """Half a file, or something else altogether: one problem."""
    whole = parquet({"a": ["x"] * 1000})
    for content in (whole[:-10], whole[: len(whole) // 2], b"PAR1", b"{}", b""):
        assert faults(content, Container.PARQUET) == [(1, Fault.DAMAGED)]


def test_a_damaged_page_ends_the_reading():
    """The rows before it are given; the problem stands where reading stopped."""
    whole = bytearray(parquet({"a": [f"text {number}" for number in range(50_000)]}))
    place = whole.index(b"text 30000") if b"text 30000" in whole else len(whole) // 3
    whole[place : place + 400] = b"\xff" * 400
    found, _ = read(bytes(whole), Container.PARQUET)
    assert [row.fault for _, row in found if not isinstance(row, dict)][-1:] == [Fault.DAMAGED]
    assert found[-1][0] == len(found)


def test_few_rows_at_a_time_are_made():
    """Rows may be large; a hundred and some of them are in memory at once."""
    assert parquet_rows.ROWS_AT_A_TIME <= 128
