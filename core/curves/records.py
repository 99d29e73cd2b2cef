"""Check that a file is an event file, because TensorBoard's reader takes any file for an empty one."""

import struct
from pathlib import Path
from typing import BinaryIO

from core.errors import InvalidInput

HEADER = 12  # bytes: the length as uint64, then its masked crc32c as uint32
FOOTER = 4  # bytes: the masked crc32c of the data
MASK_DELTA = 0xA282EAD8


def check_event_file(path: Path) -> None:
    """Refuse a file that is no sequence of TFRecords, or one that is damaged before its last record.

    Without this check a damaged curve would look like a short one. A last record that is cut off is no
    damage: the file is being written; fewer than 12 bytes cannot be told from the start of one. The format
    is that of TensorFlow's ``core/lib/io/record_writer.h``.

    Raises:
        InvalidInput: Names the file and the byte.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = 0
        while (end := _end_of_record(file, start, size=size)) and end > start:
            start = end
    if end is None:
        _refuse(path, start)


def _end_of_record(file: BinaryIO, start: int, *, size: int) -> int | None:
    """Where the record at ``start`` ends: ``start`` if no whole record is left, None if it is damaged."""
    header = file.read(HEADER)
    if len(header) < HEADER:
        return start
    length, checksum = struct.unpack("<QI", header)
    if _masked(header[:8]) != checksum:
        return None
    end = int(start + HEADER + length + FOOTER)
    if end > size:
        return start
    data, footer = file.read(length), file.read(FOOTER)
    return end if _masked(data) == struct.unpack("<I", footer)[0] else None


def _masked(data: bytes) -> int:
    """The masked crc32c that guards a record."""
    import google_crc32c  # noqa: PLC0415 - compiled code, loaded when a file is read

    crc = int(google_crc32c.value(data))
    return ((crc >> 15 | crc << 17) + MASK_DELTA) & 0xFFFFFFFF


def _refuse(path: Path, start: int) -> None:
    """Say whether it never was an event file or has been damaged."""
    if start == 0:
        raise InvalidInput(f"{path} is not an event file; name one that TensorBoard could read.")
    raise InvalidInput(f"{path} is damaged from byte {start:,} on; copy it from its source again.")
