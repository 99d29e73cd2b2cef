"""Columns that Arrow gives as bare bytes, or not at all: 128-bit numbers and intervals."""

import base64
import io
import struct

import pyarrow as pa
import pytest
from pyarrow import parquet as files

from core.datasets.problems import Fault
from core.datasets.sources import Container, parquet_rows
from core.datasets.sources.parquet_kinds import decoders
from core.datasets.sources.parquet_values import iso_day, iso_duration, iso_interval, iso_moment
from tests.core.datasets.sources.reading_rows import faults, good, parquet, read


def refused_by_arrow(message):
    """Whether it finds a number of more than 64 bits in its own schema."""
    try:
        pa.ipc.read_schema(pa.py_buffer(bytes(message)))
    except pa.ArrowNotImplementedError as error:
        return "more than 64 bits" in str(error)
    except pa.ArrowException:
        return False
    return False


def widened(schema):
    """Arrow's message of a schema with one number of 64 bits, made 128: Arrow itself cannot write that."""
    message = bytes(schema.serialize())
    for place in range(len(message) - 4):
        if message[place : place + 4] == b"\x40\0\0\0":
            changed = message[:place] + b"\x80\0\0\0" + message[place + 4 :]
            if refused_by_arrow(changed):
                return changed
    raise AssertionError


def wide(values, *, signed=True, nested=False):
    """A file as Polars writes 128-bit numbers: 16 bytes each, and what they are in Arrow's own schema."""
    number = pa.int64() if signed else pa.uint64()
    said = pa.schema({"prompt": pa.string(), "big": pa.list_(number) if nested else number, "n": pa.int32()})
    sixteen = pa.array([value.to_bytes(16, "little", signed=signed) for value in values], pa.binary(16))
    column = pa.ListArray.from_arrays(list(range(len(values) + 1)), sixteen) if nested else sixteen
    numbers = pa.array(range(len(values)), pa.int32())
    table = pa.table({"prompt": ["p"] * len(values), "big": column, "n": numbers})
    held = io.BytesIO()
    named = table.replace_schema_metadata({"ARROW-schema": base64.b64encode(widened(said))})
    files.write_table(named, held)
    return held.getvalue().replace(b"ARROW:schema", b"ARROW.schema").replace(b"ARROW-schema", b"ARROW:schema")


@pytest.mark.parametrize(
    ("values", "signed"), [([2**100, -5, -(2**127), 2**127 - 1], True), ([2**128 - 1, 0], False)]
)
@pytest.mark.parametrize("nested", [False, True])
def test_numbers_of_128_bits_are_read(values, signed, nested):
    """Every digit, with the sign, alone and in lists; a sound file is not called damaged."""
    found = good(wide(values, signed=signed, nested=nested), Container.PARQUET)
    assert [row["big"] for _, row in found] == [[value] if nested else value for value in values]
    assert [row["n"] for _, row in found] == list(range(len(values)))


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_damaged_schema_of_arrow_is_a_damaged_file(cut):
    """Offsets in it that point anywhere end in a problem, not in a traceback."""
    content = bytearray(wide([1, 2]))
    place = content.index(b"ARROW:schema") + 20
    content[place + cut : place + cut + 4] = b"////"
    found, _ = read(bytes(content), Container.PARQUET)
    assert all(row.fault == Fault.DAMAGED for _, row in found if not isinstance(row, dict))


class _Leaf:
    converted_type = "INTERVAL"


class _Schema(list):
    column = list.__getitem__


TWO_DAYS = struct.pack("<III", 14, 2, 3500)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (pa.binary(12), TWO_DAYS, "P1Y2M2DT3.5S"),
        (pa.list_(pa.binary(12)), [TWO_DAYS, None], ["P1Y2M2DT3.5S", None]),
        (pa.struct({"x": pa.binary(12)}), {"x": TWO_DAYS}, {"x": "P1Y2M2DT3.5S"}),
        (pa.map_(pa.binary(12), pa.binary(12)), [(TWO_DAYS, None)], [["P1Y2M2DT3.5S", None]]),
    ],
)
def test_intervals_are_iso_8601(kind, value, expected):
    """However deep they stand; Arrow can read them and not write them, so the schema is made up."""
    schema = pa.schema({"a": kind})
    how = decoders(_Schema([_Leaf(), _Leaf()][: 2 if pa.types.is_map(kind) else 1]), {}, schema)
    assert how["a"](value) == expected


def test_no_interval_no_decoder():
    """Most files have none, and pay nothing for it."""
    table = files.ParquetFile(io.BytesIO(parquet({"a": ["x"], "b": [[1]]})))
    assert decoders(table.schema, {}, table.schema_arrow) == {}


def test_a_column_that_arrow_cannot_read_is_left_out(monkeypatch):
    """It is named, with Arrow's reason, and the others are read."""

    class Refusing:
        def __init__(self, file):
            self._file = file
            self.schema_arrow = file.schema_arrow

        def iter_batches(self, *most, columns=None, **options):
            if columns is None or "odd" in columns:
                raise NotImplementedError("no such kind")
            return self._file.iter_batches(*most, columns=columns, **options)

    notices = []
    opened = Refusing(files.ParquetFile(io.BytesIO(parquet({"a": ["x", "y"], "odd": [1, 2]}))))
    [batch] = parquet_rows._arrow_batches(opened, lambda *where, **what: notices.append((where, what)))  # noqa: SLF001
    assert batch.to_pylist() == [{"a": "x"}, {"a": "y"}]
    reason = "cannot be read and is left out: no such kind"
    assert notices == [((Fault.VALUE_LEFT_OUT, 1), {"field": "odd", "reason": reason})]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (iso_duration(0), "PT0S"),
        (iso_duration(-86_400 * 10**9), "-P1D"),
        (iso_duration(3_600_500_000_000), "PT1H0.5S"),
        (iso_interval(0, 0, 0), "PT0S"),
        (iso_interval(12, 0, 60_000), "P1YT1M"),
        (iso_day(-719_529), "-0001-12-31"),
        (iso_day(0), "1970-01-01"),
        (iso_moment(-1), "1969-12-31T23:59:59.999999999"),
    ],
)
def test_times_are_iso_8601(told, expected):
    """Nothing, whole days, fractions, before the year 0."""
    assert told == expected


def test_sound_files_have_no_faults():
    """The helper above makes what a reader takes for sound."""
    assert faults(wide([1]), Container.PARQUET) == []
