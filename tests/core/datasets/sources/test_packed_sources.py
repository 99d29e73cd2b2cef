"""Packed files are told by their first bytes, and a damaged one ends in a sentence."""

import errno
import io

import pytest

from core.datasets.problems import Fault
from core.datasets.sources import Container, Source, container_of, rows, source_of_bytes
from core.errors import InvalidInput, Unavailable
from tests.core.datasets.sources.reading_rows import (
    LINE,
    ROW,
    faults,
    good,
    gzipped,
    only_problem,
    parquet,
    read,
    zstandard,
)

PACKERS = pytest.mark.parametrize("pack", [gzipped, zstandard])
MANY = b"".join(b'{"input_text": "post %d"}\n' % number for number in range(50_000))


@PACKERS
def test_rows_of_a_packed_file(pack):
    """The name says nothing of it; the first bytes do."""
    packed = pack(b"\xef\xbb\xbf" + LINE + b"\r\n" + LINE)
    found, notices = read(packed, name="rows.jsonl")
    assert found == [(1, ROW), (2, ROW)]
    assert notices == [(Fault.BYTE_ORDER_MARK, 1), (Fault.CARRIAGE_RETURNS, 1)]


@PACKERS
def test_parts_packed_one_by_one_are_one_file(pack):
    """As `cat a.gz b.gz` and parallel packers make them."""
    assert good(pack(LINE + b"\n") + pack(LINE[:9]) + pack(LINE[9:])) == [(1, ROW), (2, ROW)]


def test_a_frame_to_pass_over_comes_first():
    """Some zstd packers write one with sizes."""
    packed = b"\x50\x2a\x4d\x18\4\0\0\0size" + zstandard(LINE)
    assert good(packed) == [(1, ROW)]


@PACKERS
def test_a_packed_file_that_is_cut_off(pack):
    """The rows before the place are given, then one problem right after them."""
    packed = pack(MANY)
    found, _ = read(packed[: len(packed) // 2])
    assert isinstance(found[-1][1].sentence("f"), str)
    assert faults(packed[: len(packed) // 2]) == [(len(found), Fault.DAMAGED)]
    assert len(found) > 1000
    assert found[0] == (1, {"input_text": "post 0"})


@PACKERS
def test_a_packed_file_with_a_wrong_byte(pack):
    """A checksum or the packing itself notices."""
    packed = bytearray(pack(MANY))
    middle = len(packed) // 2
    packed[middle : middle + 50] = bytes(50)
    assert [fault for _, fault in faults(bytes(packed))][-1] == Fault.DAMAGED


@PACKERS
@pytest.mark.parametrize("container", Container)
def test_a_packed_file_of_a_few_bytes(pack, container):
    """Not even its beginning can be read: one problem, whichever form a person chose."""
    if container == Container.PARQUET:
        with pytest.raises(InvalidInput, match="is Parquet packed once more"):
            read(pack(LINE)[:9], container)
    else:
        assert faults(pack(LINE)[:9], container) == [(1, Fault.DAMAGED)]


def test_what_is_damaged_is_said_in_a_sentence():
    """With what the packing's own library found."""
    assert only_problem(gzipped(MANY)[:9]).sentence("f.gz") == (
        "f.gz, line 1, field (file): cannot be read from here on: Compressed file ended before the "
        "end-of-stream marker was reached (it is damaged)."
    )


@pytest.mark.parametrize(
    ("magic", "what"), [(b"PK\x03\x04", "Excel workbook"), (b"BZh9", "bzip2"), (b"\xfd7zXZ\x00", "xz")]
)
def test_other_packings_are_refused(magic, what):
    """With what to do about it."""
    source = source_of_bytes("rows.xlsx", magic + bytes(100))
    with pytest.raises(InvalidInput, match=rf"rows.xlsx is .*{what}.*, and try again\."):
        container_of(source)
    with pytest.raises(InvalidInput, match=what):
        next(rows(source, Container.CSV, lambda *_: None))


@PACKERS
def test_packed_parquet_is_refused(pack):
    """It needs to be read from its end, and is packed inside anyway."""
    with pytest.raises(InvalidInput, match="is Parquet packed once more; unpack it and try again"):
        read(pack(parquet({"a": ["x"]})), Container.PARQUET)


class _FailingDisk(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > 0:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("content", [MANY, gzipped(MANY), zstandard(MANY)], ids=["plain", "gzip", "zstd"])
def test_a_failing_disk_is_not_a_damaged_file(content):
    """Trying again may help, and so the sentence says."""
    source = Source("f", lambda: _FailingDisk(content), None)
    with pytest.raises(Unavailable, match="cannot be read: Input/output error"):
        list(rows(source, Container.JSONL, lambda *_: None))
