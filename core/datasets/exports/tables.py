"""Rows as Parquet, batch by batch, whatever the columns are.

Imported only when it is needed: Arrow is slow to load.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from core.datasets.exports.frozen_row import FrozenRow, Message

BATCH_ROWS = 4096
BATCH_CHARACTERS = 16 * 1024 * 1024
"""Rows wait in memory until either is reached; both depend on the rows alone, so the bytes do too."""

Values = tuple[Any, ...]
"""What stands in the columns of a row, in their order."""
MakeColumn = Callable[[Sequence[Any]], pa.Array]

MESSAGES = pa.list_(pa.struct({"role": pa.string(), "content": pa.string()}))
"""A list of turns."""


def write_table(
    rows: Iterable[Values],
    schema: pa.Schema,
    file: BinaryIO,
    *,
    made: Mapping[str, MakeColumn] | None = None,
    **options: Any,
) -> int:
    """Write rows and return how many there were; the same rows give the same bytes.

    Args:
        rows: The values of each.
        schema: Names and types of the columns.
        file: Written from where it stands.
        made: Makes a column of its values, where Arrow itself is slow about it, by the column's name.
        options: For the writer.
    """
    written = 0
    with pq.ParquetWriter(file, schema, compression="zstd", **options) as writer:
        for batch in _batches(rows):
            writer.write_batch(_record_batch(batch, schema, made or {}))
            written += len(batch)
    return written


def begins_with_pair(rows: Iterable[FrozenRow]) -> tuple[bool, Iterator[FrozenRow]]:
    """Whether rows are of pairs, as the first one tells, or if there is none; and all of them."""
    coming = iter(rows)
    ahead = list(islice(coming, 1))
    return not ahead or "candidate_0" in ahead[0].row, chain(ahead, coming)


def flat_turns(messages: list[Message]) -> tuple[str, ...]:
    """Plain turns as role, content, role, content …: what waits for its batch is best made of text."""
    return tuple(text for one in messages for text in (one["role"], one["content"]))


def messages_column(of_rows: Sequence[tuple[str, ...]]) -> pa.Array:
    """A column of `MESSAGES` for rows with these flat turns; Arrow is slow with lists of dictionaries."""
    flat = list(chain.from_iterable(of_rows))
    structures = pa.StructArray.from_arrays(
        [pa.array(flat[::2], pa.string()), pa.array(flat[1::2], pa.string())], names=["role", "content"]
    )
    ends = accumulate((len(one) // 2 for one in of_rows), initial=0)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structures, type=MESSAGES)


def _batches(rows: Iterable[Values]) -> Iterator[list[Values]]:
    """The rows' values, some thousands at a time.

    Values rather than rows wait here: text costs Python's garbage collector nothing, dictionaries do.
    """
    batch: list[Values] = []
    characters = 0
    for values in rows:
        batch.append(values)
        for value in values:
            if type(value) is str:
                characters += len(value)
            elif type(value) is tuple:
                characters += sum(len(one) for one in value if type(one) is str)
        if len(batch) == BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _record_batch(batch: list[Values], schema: pa.Schema, made: Mapping[str, MakeColumn]) -> pa.RecordBatch:
    columns = zip(schema, zip(*batch, strict=True), strict=True)
    arrays = [
        made[field.name](column) if field.name in made else pa.array(column, field.type)
        for field, column in columns
    ]
    return pa.record_batch(arrays, schema=schema)
