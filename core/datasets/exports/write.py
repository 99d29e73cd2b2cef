"""Write the rows of a frozen set in one of the formats, one after another, in flat memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any, BinaryIO

from core.datasets.exports.export_formats import ExportFormat
from core.datasets.exports.frozen_row import OF_MESSAGES, FrozenRow, sayable
from core.datasets.exports.gemini import gemini_prompt_row, gemini_row, gemini_supervised_row, supervised_row
from core.datasets.exports.trl import trl_conversational_row, trl_row
from core.datasets.scratch import json_line
from core.errors import InvalidInput

BLOCK_ROWS = 64
"""Rows written at once: a call a row costs as much as making the row."""


MAKERS: dict[ExportFormat, Callable[[FrozenRow], dict[str, Any]]] = {
    ExportFormat.VERTEX: attrgetter("row"),
    ExportFormat.GEMINI: gemini_row,
    ExportFormat.SUPERVISED: supervised_row,
    ExportFormat.GEMINI_SUPERVISED: gemini_supervised_row,
    ExportFormat.GEMINI_RLHF: gemini_prompt_row,
    ExportFormat.TRL: trl_row,
    ExportFormat.TRL_CONVERSATIONAL: trl_conversational_row,
}
LINE_FORMATS = tuple(MAKERS)
"""Those of JSON lines."""


def write_rows(
    export_format: ExportFormat,
    rows: Iterable[FrozenRow],
    file: BinaryIO,
    *,
    metadata: bool = False,
    left_out: Counter[str] | None = None,
) -> int:
    """Write rows of a set in a format.

    Args:
        export_format: Which; the card is no format of rows.
        rows: The rows in the order of the set.
        file: Written from where it stands; on an error it holds a part of the rows.
        metadata: Whether fields that the imported rows had besides those the studio knows go back to the top
            level, as far as the format has no field of that name. Parquet has them in any case.
        left_out: Counts the rows that the format cannot say, by reason.

    Returns:
        How many rows were written.

    Raises:
        InvalidInput: The format is none of rows, or a row has not what the format needs.
    """
    if export_format == ExportFormat.PARQUET:
        from core.datasets.exports.parquet import write_parquet  # noqa: PLC0415 - Arrow is slow to load

        return write_parquet(rows, file)
    written = 0
    for block in line_blocks(export_format, rows, metadata=metadata, left_out=left_out):
        file.write(b"".join(block))
        written += len(block)
    return written


def line_blocks(
    export_format: ExportFormat,
    rows: Iterable[FrozenRow],
    *,
    metadata: bool = False,
    left_out: Counter[str] | None = None,
) -> Iterator[list[bytes]]:
    """As `write_rows`, a few lines at a time, for whoever sends them on.

    Raises:
        InvalidInput: The format is none of lines, or a row has not what the format needs.
    """
    make = MAKERS.get(export_format)
    if make is None:
        raise InvalidInput(
            f"The format {export_format.value} is not made of rows; ask for the data card itself."
        )
    if export_format not in OF_MESSAGES:
        rows = sayable(rows, Counter() if left_out is None else left_out, export_format)
    made = (_with_metadata(make(one), one, export_format) if metadata else make(one) for one in rows)
    lines = map(json_line, made)
    while block := list(islice(lines, BLOCK_ROWS)):
        yield block


def _with_metadata(made: dict[str, Any], frozen: FrozenRow, export_format: ExportFormat) -> dict[str, Any]:
    evidence = frozen.evidence
    known = evidence.get("metadata") or {}
    if export_format == ExportFormat.VERTEX:
        sources = {"source_0": evidence.get("source_0"), "source_1": evidence.get("source_1")}
        known = {name: value for name, value in sources.items() if value is not None} | known
    return made | {name: value for name, value in known.items() if name not in made}
