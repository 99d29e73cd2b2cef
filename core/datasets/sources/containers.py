"""How a file holds its rows, recognised by what is in it; its name decides only where that says nothing."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import BinaryIO

from core.datasets.problems import Fault, Problem
from core.datasets.sources.around_rows import around_of
from core.datasets.sources.delimited import csv_rows, tsv_rows
from core.datasets.sources.json_rows import json_line_rows, json_list_rows, json_object_row
from core.datasets.sources.parquet_rows import parquet_rows
from core.datasets.sources.source import (
    Damaged,
    NumberedRow,
    ReportNotice,
    Source,
    first_bytes,
    is_packed,
    read_block,
    unpacked,
)
from core.datasets.sources.text_lines import BYTE_ORDER_MARK
from core.errors import InvalidInput

WAYS = {
    "split": rb'\{ "columns" : \[[^\]]*\] , "(index|data)" : \[ | \{ "index" : \[[^\]]*\] , "columns" : \[',
    "columns": rb'\{ "[^"\\]*" : \{ "\d+" :',
    "index": rb'\{ "\d+" : \{ "',
    "table": rb'\{ "schema" : \{ "fields" : \[',
    "values": rb'\[ \[ ["\-\dntf]',
}
BEGINNINGS = {way: re.compile(pattern.replace(b" ", rb"\s*")) for way, pattern in WAYS.items()}
OF_OBJECTS = {"columns", "index"}


def way_of_table(start: bytes) -> str | None:
    """Which ``orient`` of pandas a file that begins so was written with; None for rows.

    Args:
        start: The first bytes of the file, or all of them, without blanks before them.
    """
    if b"\n{" in start:
        return None
    way = next((way for way, beginning in BEGINNINGS.items() if beginning.match(start)), None)
    return None if way in OF_OBJECTS and not _may_hold_only_objects(start) else way


def _may_hold_only_objects(start: bytes) -> bool:
    """A lone row may have one field whose value looks like a column; a table has no other values."""
    try:
        value = json.loads(start.decode("utf-8", "replace"))  # orjson refuses half of a surrogate pair
    except json.JSONDecodeError:  # there is more of it
        return True
    return all(isinstance(inner, dict) for inner in value.values())


class Container(StrEnum):
    """How rows are held; the value is what people read."""

    JSONL = "JSON lines"
    JSON = "JSON list"
    OBJECT = "JSON object"
    CSV = "CSV"
    TSV = "TSV"
    PARQUET = "Parquet"


BY_ENDING = {
    ".jsonl": Container.JSONL,
    ".ndjson": Container.JSONL,
    ".json": Container.JSON,
    ".csv": Container.CSV,
    ".tsv": Container.TSV,
    ".parquet": Container.PARQUET,
}
PACKED_ENDINGS = (".gz", ".zst")
PARQUET_MAGIC = b"PAR1"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MOST_LINES_LOOKED_AT = 20


def container_of(source: Source) -> Container:
    """How a file holds its rows.

    Raises:
        InvalidInput: The file is packed, encoded or laid out in a way that is not read.
    """
    head = _head(source)
    start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    if head.startswith(UTF_16):
        raise InvalidInput(f"{source.name} is UTF-16, as Excel's “Unicode text” is; save it as UTF-8.")
    if head.startswith(PARQUET_MAGIC):
        return Container.PARQUET
    if way := way_of_table(start):
        raise InvalidInput(
            f"{source.name} is a whole table in one JSON value, as pandas writes it with orient={way!r}; "
            'write rows: df.to_json(path, orient="records", lines=True).'
        )
    if _is_list_of_each_line(start):
        return Container.JSONL
    if start.startswith(b"[") or around_of(start):
        return Container.JSON
    lines = start.splitlines()[:MOST_LINES_LOOKED_AT]
    objects = sum(line.lstrip().startswith(b"{") for line in lines)
    if _is_one_object(lines):
        return Container.OBJECT
    if objects * 2 > len(lines) or start.startswith(b"{"):  # the first line may be the damaged one
        return Container.JSONL
    return _by_delimiter(lines[0] if lines else b"") or by_ending(source.name) or Container.JSONL


def _is_list_of_each_line(start: bytes) -> bool:
    """Whether each line is a list of its own, of two objects that belong together."""
    first, _, more = start.partition(b"\n")
    whole = first.startswith(b"[{") and first.rstrip().endswith(b"}]")
    return whole and more.lstrip().startswith(b"[")


def _is_one_object(lines: Sequence[bytes]) -> bool:
    """Whether an object is written over several lines, as tools do for people to read it."""
    first = lines[0].rstrip() if lines else b""
    goes_on = first.startswith(b"{") and first.endswith((b"{", b"[", b","))
    return goes_on and len(lines) > 1 and not lines[1].startswith(b"{")


def by_ending(name: str) -> Container | None:
    """What a file's name says; None for a name that is not known for rows."""
    lowered = name.lower()
    for packed in PACKED_ENDINGS:
        lowered = lowered.removesuffix(packed)
    return next((held for ending, held in BY_ENDING.items() if lowered.endswith(ending)), None)


def known_endings() -> str:
    """The endings that `by_ending` knows, for a sentence."""
    return f"{', '.join(BY_ENDING)}, each also with {' or '.join(PACKED_ENDINGS)}"


def _head(source: Source) -> bytes:
    # Reading the rows will say that it is damaged, and where.
    with unpacked(source) as file, suppress(Damaged):
        return read_block(file)
    return b""


def _by_delimiter(header: bytes) -> Container | None:
    tabs, others = header.count(b"\t"), max(header.count(b","), header.count(b";"))
    if not tabs and not others:
        return None
    return Container.TSV if tabs > others else Container.CSV


READERS: dict[Container, Callable[[BinaryIO, ReportNotice], Iterator[NumberedRow]]] = {
    Container.JSONL: json_line_rows,
    Container.JSON: json_list_rows,
    Container.OBJECT: json_object_row,
    Container.CSV: csv_rows,
    Container.TSV: tsv_rows,
}


def rows(source: Source, container: Container, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    """Read a source row by row; memory does not grow with its size.

    Args:
        source: What to read.
        container: How it holds its rows (see `container_of`).
        report_notice: Told of byte order marks, Windows line ends and blank lines, with the line.

    Yields:
        The number of a line (text), item (JSON list) or row (Parquet), from 1, and the row as an object with
        every text and number as it stands there (in CSV and TSV all are text), or what is wrong with it.

    Raises:
        InvalidInput: The file is packed in a way that is not read.
        Unavailable: The disk or Cloud Storage failed.
    """
    number = 0
    try:
        for numbered in _opened(source, container, report_notice):
            number = numbered[0]
            yield numbered
    except Damaged as found:
        reason = f"cannot be read from here on: {found}"
        yield number + 1, Problem(number + 1, "(file)", "damaged", reason, Fault.DAMAGED)


def _opened(source: Source, container: Container, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    if container == Container.PARQUET:
        yield from _parquet(source, report_notice)
        return
    with unpacked(source) as file:
        yield from READERS[container](file, report_notice)


def _parquet(source: Source, report_notice: ReportNotice) -> Iterator[NumberedRow]:
    with source.open() as file:
        if is_packed(first_bytes(file)):
            raise InvalidInput(f"{source.name} is Parquet packed once more; unpack it and try again.")
        yield from parquet_rows(file, report_notice, source.tick)
