"""Write the rows of a frozen set in one of the formats, one after another, in flat memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import BinaryIO

from core.datasets.exports.export import Export, Row
from core.datasets.exports.frozen_row import FrozenRow, sayable
from core.datasets.exports.margin import margin_of
from core.datasets.exports.registry import exports_for
from core.datasets.scratch import json_line
from core.errors import InvalidInput

BLOCK_ROWS = 64
"""Rows written at once: a call a row costs as much as making the row."""


def write_rows(
    export: Export,
    rows: Iterable[FrozenRow],
    file: BinaryIO,
    *,
    metadata: bool = False,
    margin: bool = False,
    left_out: Counter[str] | None = None,
) -> int:
    """Write rows of a set in a format.

    Args:
        export: Which; the card is no format of rows.
        rows: The rows in the order of the set.
        file: Written from where it stands; on an error it holds a part of the rows.
        metadata: Whether fields that the imported rows had besides those the studio knows go back to the top
            level, as far as the format has a place for them and no field of that name.
        margin: Whether each row says how far apart its answers are, as `margin_of` has it, in lines of a
            format that has a place for it.
        left_out: Counts the rows that the format cannot say, by reason.

    Returns:
        How many rows were written.

    Raises:
        InvalidInput: The format is none of rows, or a row has not what the format needs.
    """
    if export.file is not None:
        return export.file(_said(export, rows, left_out), file)
    written = 0
    for block in line_blocks(export, rows, metadata=metadata, margin=margin, left_out=left_out):
        file.write(b"".join(block))
        written += len(block)
    return written


def line_blocks(
    export: Export,
    rows: Iterable[FrozenRow],
    *,
    metadata: bool = False,
    margin: bool = False,
    left_out: Counter[str] | None = None,
) -> Iterator[list[bytes]]:
    """As `write_rows`, a few lines at a time, for whoever sends them on.

    Raises:
        InvalidInput: The format is none of lines, or a row has not what the format needs.
    """
    if not export.of_lines:
        raise InvalidInput(f"The format {export.name} is not made of lines; ask for the file itself.")
    said = _said(export, rows, left_out)
    lines = map(json_line, _made(export, said, metadata=metadata, margin=margin and export.takes_margin))
    while block := list(islice(lines, BLOCK_ROWS)):
        yield block


def left_out_sentence(left_out: Mapping[str, int]) -> str:
    """How many rows are not in a file, and why; empty if all are."""
    if not left_out:
        return ""
    parts = " and ".join(f"{number:,} {reason}" for reason, number in left_out.items())
    *others, last = (one.name for one in exports_for() if one.of_rows and not one.leaves_out)
    return f"Left out: {parts}; this format cannot say them, {', '.join(others)} and {last} can."


def _said(export: Export, rows: Iterable[FrozenRow], left_out: Counter[str] | None) -> Iterable[FrozenRow]:
    if not export.leaves_out:
        return rows
    counted = Counter() if left_out is None else left_out
    return sayable(rows, counted, export.why_not, export.leaves_out)


def _made(export: Export, rows: Iterable[FrozenRow], *, metadata: bool, margin: bool) -> Iterator[Row]:
    """The objects that the rows become, each with what is asked for beside it."""
    if margin or (metadata and export.metadata is not None):
        return (
            made | {name: value for name, value in beside.items() if name not in made}
            for one in rows
            for beside in (_beside(export, one, metadata=metadata, margin=margin),)
            for made in _of_one(export, one)
        )
    if export.row is not None:
        return map(export.row, rows)
    return (made for one in rows for made in _of_one(export, one))


def _of_one(export: Export, frozen: FrozenRow) -> Iterable[Row]:
    if export.row is not None:
        return (export.row(frozen),)
    return () if export.rows is None else export.rows(frozen)


def _beside(export: Export, frozen: FrozenRow, *, metadata: bool, margin: bool) -> Row:
    known = dict(export.metadata(frozen)) if metadata and export.metadata is not None else {}
    return known | {"margin": margin_of(frozen)} if margin else known
