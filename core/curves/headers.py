"""Where in damaged bytes a record begins again: at a header whose checksum is that of its length."""

from functools import cache

import google_crc32c
import numpy as np
from numpy.typing import NDArray

LENGTH = 8  # bytes of a record's length, which its checksum follows
HEADER = 12  # bytes of both
MASK_DELTA = np.uint32(0xA282EAD8)

Sums = NDArray[np.uint32]


def masked(sums: Sums) -> Sums:
    """Checksums as records have them: rotated, with a constant added (``core/lib/hash/crc32c.h``)."""
    return ((sums >> np.uint32(15)) | (sums << np.uint32(17))) + MASK_DELTA


def words(block: bytes) -> Sums:
    """The four bytes from each place on as a whole number, shape (len(block) - 3,); nothing is copied."""
    return np.ndarray((len(block) - 3,), "<u4", block, 0, (1,))


def next_header(block: bytes, *, most: int) -> int | None:
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
    fitting = np.flatnonzero(masked(sums) == words(block)[LENGTH : LENGTH + places])
    lengths = (int.from_bytes(block[at : at + LENGTH], "little") for at in fitting)
    return next((int(at) for at, length in zip(fitting, lengths, strict=True) if length <= most), None)


@cache
def _tables() -> tuple[Sums, ...]:
    """What each byte of a length does to its checksum, by its place: a crc is linear in its bits."""
    nothing = int(google_crc32c.value(bytes(LENGTH)))

    def of(at: int, byte: int) -> int:
        return int(google_crc32c.value(bytes(at) + bytes([byte]) + bytes(LENGTH - 1 - at))) ^ nothing

    return tuple(np.array([of(at, byte) for byte in range(256)], np.uint32) for at in range(LENGTH))
