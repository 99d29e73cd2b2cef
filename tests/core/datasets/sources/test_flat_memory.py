"""Memory does not grow with a file, a line, an item or a field."""

import gzip
import io
import tracemalloc

import pyarrow as pa
import pytest
from pyarrow import parquet

from core.datasets.problems import Fault
from core.datasets.sources import Container, Source, rows, source_of_bytes
from tests.core.datasets.sources.reading_rows import LINE

MEBIBYTE = 1024 * 1024
MOST = 56 * MEBIBYTE  # three times the longest line that is kept, and some
TEXT = b"x" * MEBIBYTE


class _Large(io.RawIOBase):
    """A large file that is made while it is read, and counts how much is asked for at once."""

    def __init__(self, parts):
        self._make = parts
        self.seek(0)
        self.most_asked = 0

    def readable(self):
        return True

    def read(self, size=-1):
        self.most_asked = max(self.most_asked, size)
        while len(self._left) < size and (part := next(self._parts, b"")):
            self._left += part
        given, self._left = self._left[:size], self._left[size:]
        return given

    def seek(self, *_to_the_start):
        self._parts, self._left = iter(self._make()), b""
        return 0


def read(source, container):
    """The largest memory while reading, the number of good rows, and the faults."""
    good, faults = 0, []
    tracemalloc.start()
    try:
        for _, row in rows(source, container, lambda *_, **__: None):
            if isinstance(row, dict):
                good += 1
            else:
                faults.append(row.fault)
        return tracemalloc.get_traced_memory()[1], good, faults
    finally:
        tracemalloc.stop()


def long_text(start, end):
    """A good row, one of 50 MB, and another good one."""

    def parts():
        yield start
        yield from [TEXT] * 50
        yield end

    return parts


@pytest.mark.parametrize(
    ("container", "parts"),
    [
        (Container.JSONL, long_text(LINE + b'\n{"a": "', b'"}\n' + LINE)),
        (Container.JSON, long_text(b"[" + LINE + b', {"a": "', b'"},' + LINE + b"]")),
        (Container.CSV, long_text(b'a,b\n1,2\n"', b'",2\n3,4\n')),
        (Container.TSV, long_text(b"a\tb\n1\t2\n", b"\t2\n3\t4\n")),
    ],
)
def test_a_text_of_50_mb(container, parts):
    """It is refused without being kept, and the rows around it are read."""
    file = _Large(parts)
    most, good, faults = read(Source("f", lambda: file, None), container)
    assert (good, faults) == (2, [Fault.TOO_LONG])
    assert most < MOST
    assert 0 < file.most_asked < MEBIBYTE


def test_a_quotation_mark_that_is_never_closed():
    """A CSV file of 50 MB is not one field in memory."""
    line = (b"1," + b"2" * 1021 + b"\n") * 1024
    parts = long_text(b'a,b\n"', b"")
    file = _Large(lambda: (line if part is TEXT else part for part in parts()))
    most, good, faults = read(Source("f", lambda: file, None), Container.CSV)
    assert faults == [Fault.TOO_LONG]
    assert good > 30_000
    assert most < 3 * MOST  # text takes up to four bytes a character, and a field is put together from lines


@pytest.mark.parametrize(
    ("container", "start", "between"),
    [(Container.JSONL, b"", b"\n"), (Container.JSON, b"[", b","), (Container.CSV, b"a,b,c,d\n", b"\n")],
)
def test_a_large_file(container, start, between):
    """Eight MB of short rows take a megabyte or two."""
    many = (LINE + between) * 1000

    def parts():
        yield start
        yield from [many] * 80

    most, good, _ = read(Source("f", lambda: _Large(parts), None), container)
    assert good >= 79_000
    assert most < 4 * MEBIBYTE


def test_a_small_packed_file_that_unpacks_to_much():
    """One hundred MB of zeros from 100 kB."""
    packed = gzip.compress(bytes(100 * MEBIBYTE))
    most, _, faults = read(source_of_bytes("f.gz", packed), Container.JSONL)
    assert faults == [Fault.TOO_LONG]
    assert most < MOST


def test_a_large_group_of_parquet_rows():
    """Forty MB in one row group are read a few rows at a time (Arrow's memory is counted by Arrow)."""
    held = io.BytesIO()
    texts = [f"{number} " + "x" * 2000 for number in range(20_000)]
    parquet.write_table(pa.table({"a": texts}), held, row_group_size=100_000, use_dictionary=False)
    del texts
    before, most = pa.total_allocated_bytes(), 0
    for _ in rows(source_of_bytes("f.parquet", held.getvalue()), Container.PARQUET, lambda *_, **__: None):
        most = max(most, pa.total_allocated_bytes() - before)
    assert most < 12 * MEBIBYTE
