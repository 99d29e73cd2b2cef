"""The records of an event file: found block by block and checked; what is damaged is left out and counted.

The format is that of TensorFlow's ``core/lib/io/record_writer.h``: the length as uint64, its masked crc32c as
uint32, the data, and the data's masked crc32c. TensorBoard's readers take a damaged file for a short one.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO

import google_crc32c
import numpy as np
from numpy.typing import NDArray

from core.event_files import MASK_DELTA, masked_crc

LENGTH, HEADER, FOOTER = 8, 12, 4  # bytes
BLOCK = 1 << 17  # bytes read at a time
BIGGEST = 1 << 22  # bytes of a record that is still held; scalars take a few dozen
SEARCHED = 1 << 20  # bytes in which a file that does not begin with a record must show one
KNOWN_HEADERS = 4096
TAIL = 64  # bytes by which a file that has grown is known again


@dataclass(slots=True)
class Place:
    """How far a file has been read, and what was met on the way.

    Attributes:
        offset: Behind the last record that was whole.
        tail: The bytes before that; where they are still the same, the file was only written on.
        records: How many began where one should.
        skipped: How many were too large to be held.
        lost: Bytes that are damaged.
        damaged: Where the first of them is; None where all are whole.
    """

    offset: int = 0
    tail: bytes = b""
    records: int = 0
    skipped: int = 0
    lost: int = 0
    damaged: int | None = None

    @property
    def foreign(self) -> bool:
        """Whether it holds no record where the first should be, nor anywhere behind."""
        return self.damaged == 0 and not self.records

    def lose(self, start: int, size: int) -> None:
        """Note damage."""
        self.damaged = start if self.damaged is None else self.damaged
        self.lost += size


@dataclass(slots=True)
class Records:
    """Goes on through a file from a place, and moves the place."""

    file: BinaryIO
    place: Place
    _lengths: dict[bytes, int] = field(default_factory=dict)
    _size: int = 0

    def known_again(self) -> bool:
        """Whether the bytes before the place are those that were read; the file stands at the place then."""
        self._size = self.file.seek(0, io.SEEK_END)
        self.file.seek(self.place.offset - len(self.place.tail))
        return self.file.read(len(self.place.tail)) == self.place.tail

    def blocks(self) -> Iterator[list[bytes]]:
        """The data of whole records, as many at a time as a block holds; for a file that is known again.

        A last record that is cut off is no damage: the file is being written, and the place stays before it.
        """
        place, rest = self.place, b""
        while True:
            found, used = self._split(rest)
            place.tail = rest[:used][-TAIL:] or place.tail
            if found:
                yield found
            rest = rest[used:]
            if ahead := self._ahead(rest):
                place.offset += ahead
                rest = rest[ahead:]
                if not rest:
                    self.file.seek(place.offset)
            elif more := self._more(rest):
                rest += more
            else:
                return

    def _more(self, rest: bytes) -> bytes:
        """What follows in the file; nothing where the record that begins here will not be whole."""
        place = self.place
        length = self._length(rest[:HEADER])
        needed = HEADER if length is None else HEADER + length + FOOTER
        if place.offset + needed > self._size or (place.foreign and place.offset > SEARCHED):
            return b""
        return self.file.read(max(BLOCK, needed - len(rest)))

    def _split(self, block: bytes) -> tuple[list[bytes], int]:
        """The whole records at the start of a block, and how many bytes they take; the place moves on."""
        at, limit, lengths = 0, len(block), self._lengths
        found: list[bytes] = []
        ends: list[int] = []
        while True:
            start = at + HEADER
            length = lengths.get(block[at:start])
            if length is None and (length := self._length(block[at:start])) is None:
                break
            end = start + length
            if end + FOOTER > limit:
                break
            found.append(block[start:end])
            ends.append(end)
            at = end + FOOTER
        whole = self._whole(block, found, ends)
        self.place.offset += at
        return whole, at

    def _length(self, header: bytes) -> int | None:
        """The length that a header gives; None for one that is damaged or cut off."""
        if len(header) < HEADER:
            return None
        length, checksum = struct.unpack("<QI", header)
        if masked_crc(header[:8]) != checksum:
            return None
        if len(self._lengths) < KNOWN_HEADERS:
            self._lengths[header] = length
        return int(length)

    def _whole(self, block: bytes, found: list[bytes], ends: list[int]) -> list[bytes]:
        """Those records whose checksum is that of their data."""
        if not found:
            return found
        sums = np.fromiter(map(google_crc32c.value, found), np.uint32, len(found))
        whole = _masked(sums) == _words(block)[ends]
        self.place.records += len(found)
        if whole.all():
            return found
        for at in np.flatnonzero(~whole):
            size = HEADER + len(found[at]) + FOOTER
            self.place.lose(self.place.offset + ends[at] + FOOTER - size, size)
        return [data for data, fine in zip(found, whole, strict=True) if fine]

    def _ahead(self, rest: bytes) -> int:
        """How many bytes to pass over, as they are damaged or too many to hold."""
        place = self.place
        if len(rest) < HEADER:
            return 0
        length = self._length(rest[:HEADER])
        if length is None:
            where = _next_header(rest, most=self._size)
            whole = place.offset + len(rest) >= self._size
            passed = where or (len(rest) if whole else len(rest) - HEADER + 1)
            place.lose(place.offset, passed)
            return passed
        end = HEADER + length + FOOTER
        if length <= BIGGEST or place.offset + end > self._size:
            return 0
        place.records += 1
        place.skipped += 1
        return end


def _masked(sums: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Checksums as records have them: rotated, with a constant added (``core/lib/hash/crc32c.h``)."""
    return ((sums >> np.uint32(15)) | (sums << np.uint32(17))) + np.uint32(MASK_DELTA)


def _words(block: bytes) -> NDArray[np.uint32]:
    """The four bytes from each place on as a whole number, shape (len(block) - 3,); nothing is copied."""
    return np.ndarray((len(block) - 3,), "<u4", block, 0, (1,))


def _next_header(block: bytes, *, most: int) -> int | None:
    """The first place at which a whole header stands; None where there is none.

    Args:
        block: At least a header's length of bytes.
        most: A record that claims to be longer is none.
    """
    places = len(block) - HEADER + 1
    content = np.frombuffer(block, np.uint8)
    sums = np.full(places, google_crc32c.value(bytes(LENGTH)), np.uint32)
    for at, table in enumerate(_tables()):
        sums ^= table[content[at : at + places]]
    fitting = np.flatnonzero(_masked(sums) == _words(block)[LENGTH : LENGTH + places])
    lengths = (int.from_bytes(block[at : at + LENGTH], "little") for at in fitting)
    return next((int(at) for at, length in zip(fitting, lengths, strict=True) if length <= most), None)


@cache
def _tables() -> tuple[NDArray[np.uint32], ...]:
    """What each byte of a length does to its checksum, by its place: a crc is linear in its bits."""
    nothing = int(google_crc32c.value(bytes(LENGTH)))

    def of(at: int, byte: int) -> int:
        return int(google_crc32c.value(bytes(at) + bytes([byte]) + bytes(LENGTH - 1 - at))) ^ nothing

    return tuple(np.array([of(at, byte) for byte in range(256)], np.uint32) for at in range(LENGTH))
