"""Kinds of columns that Arrow gives as bare bytes: whole numbers of 128 bits, and intervals."""

import base64
import re
import struct
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from core.datasets.left_out import LeftOut
from core.datasets.sources.parquet_values import iso_interval

MAGIC = b"PAR1"
STORED_SCHEMA = re.compile(rb"ARROW:schema.{2,6}?(/////[A-Za-z0-9+/]+={0,2})", re.DOTALL)
"""Arrow's own schema in a footer: a key, how long the value is, a message in base64."""
MOST_COLUMNS = 10_000
INTEGER, WIDEST = 2, 64  # what flatbuffers call a whole number, and the bits that Arrow can read
HEADER, FIELDS = 2, 1  # places of parts in Arrow's message and in its schema
KIND, ABOUT_KIND, CHILDREN = 2, 3, 5  # in a field
BITS, SIGNED = 0, 1  # in what is said of a whole number

Decoder = Callable[[Any], Any]
Leaves = dict[int, Decoder]
"""How values are read, by the number of the column among those that hold no others."""


def decoders(schema: Any, wide: Leaves, arrow: Any) -> dict[str, Decoder]:
    """How values of a file's columns are read where Arrow's own way does not do.

    Args:
        schema: The file's Parquet schema.
        wide: Columns of whole numbers of 128 bits, from `narrowed_footer`.
        arrow: The file's schema as Arrow has it.
    """
    leaves = dict(wide)
    for number in range(len(schema)):
        if schema.column(number).converted_type == "INTERVAL":
            leaves[number] = _interval
    numbered = iter(range(len(schema)))
    found = [(field.name, _decoder(field.type, leaves, numbered)) for field in arrow] if leaves else []
    return {name: decode for name, decode in found if decode}


def narrowed_footer(file: BinaryIO) -> tuple[bytes, Leaves]:
    """A file's footer in which Arrow finds no number of more than 64 bits, and the columns that hold such.

    Arrow refuses a whole file for one of them, although it can read their bytes.
    """
    file.seek(-8, 2)
    size = int.from_bytes(file.read(4), "little")
    file.seek(-8 - size, 2)
    footer = file.read(size)
    found = STORED_SCHEMA.search(footer)
    message = bytearray(base64.b64decode(found[1])) if found else bytearray()
    wide = dict(_narrow(message)) if found else {}
    if found:
        footer = footer[: found.start(1)] + base64.b64encode(message) + footer[found.end(1) :]
    return MAGIC + footer + size.to_bytes(4, "little") + MAGIC, wide


def _narrow(message: bytearray) -> Iterator[tuple[int, Decoder]]:
    """Say 64 bits of each wider number in Arrow's message; gives the columns that held them."""
    schema = _table(message, _part(message, _table(message, 8), HEADER))
    for number, field in enumerate(islice(_leaves(message, schema, FIELDS), MOST_COLUMNS)):
        if message[_part(message, field, KIND)] == INTEGER:
            about = _table(message, _part(message, field, ABOUT_KIND))
            bits, signed = _part(message, about, BITS), _part(message, about, SIGNED)
            if bits and int.from_bytes(message[bits : bits + 4], "little") > WIDEST:
                message[bits : bits + 4] = WIDEST.to_bytes(4, "little")
                yield (
                    number,
                    partial(int.from_bytes, byteorder="little", signed=bool(signed and message[signed])),
                )


def _leaves(message: bytearray, table: int, children: int) -> Iterator[int]:
    """The fields below a table that hold no others, in their order."""
    place = _part(message, table, children)
    vector = _table(message, place) if place else 0
    count = int.from_bytes(message[vector : vector + 4], "little") if place else 0
    for number in range(count):
        yield from _leaves(message, _table(message, vector + 4 + 4 * number), CHILDREN)
    if not count:
        yield table


def _part(message: bytearray, table: int, number: int) -> int:
    """Where a part of a table of flatbuffers stands; 0 if it is left out."""
    (back,) = struct.unpack_from("<i", message, table)
    (size,) = struct.unpack_from("<H", message, table - back)
    place = 4 + 2 * number
    (offset,) = struct.unpack_from("<H", message, table - back + place) if place < size else (0,)
    return table + offset if offset else 0


def _table(message: bytearray, place: int) -> int:
    """What the offset at a place points to."""
    return place + int(struct.unpack_from("<I", message, place)[0])


def _decoder(kind: Any, leaves: Leaves, numbered: Iterator[int]) -> Decoder | None:
    """How values of a kind are read, if anything in them is read otherwise than Arrow does."""
    fields = [kind.field(place) for place in range(kind.num_fields)]
    if not fields:
        return leaves.get(next(numbered, -1))
    inside = {field.name: _decoder(field.type, leaves, numbered) for field in fields}
    return partial(_decoded, inside) if any(inside.values()) else None


def _decoded(inside: dict[str, Decoder | None], value: Any) -> Any:
    """What is in an object, an entry of a map (a tuple), or a list, whose values are all of one kind."""
    if isinstance(value, dict):
        return {name: decode(inside[name], inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [decode(each, inner) for each, inner in zip(inside.values(), value, strict=True)]
    (each,) = inside.values()
    return [decode(each, inner) for inner in value]


def decode(how: Decoder | None, value: Any) -> Any:
    """A value, read so if there is one."""
    return value if how is None or value is None or isinstance(value, LeftOut) else how(value)


def _interval(value: bytes) -> str:
    return iso_interval(*struct.unpack("<III", value))
