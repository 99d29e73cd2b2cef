"""How a file holds its rows, recognised by what is in it; its name decides only where that says nothing."""

from contextlib import suppress
from enum import StrEnum

from core.datasets.sources.pandas_tables import way_of_table
from core.datasets.sources.source import Source
from core.datasets.sources.text_lines import BYTE_ORDER_MARK
from core.datasets.sources.unpack import Damaged, read_block, unpacked
from core.errors import InvalidInput


class Container(StrEnum):
    """How rows are held; the value is what people read."""

    JSONL = "JSON lines"
    JSON = "JSON list"
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
    if start.startswith(b"["):
        return Container.JSON
    lines = start.splitlines()[:MOST_LINES_LOOKED_AT]
    objects = sum(line.lstrip().startswith(b"{") for line in lines)
    if objects * 2 > len(lines) or start.startswith(b"{"):  # the first line may be the damaged one
        return Container.JSONL
    return _by_delimiter(lines[0] if lines else b"") or by_ending(source.name) or Container.JSONL


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
    with (
        unpacked(source) as file,
        suppress(Damaged),
    ):  # reading the rows will say that it is damaged, and where
        return read_block(file)
    return b""


def _by_delimiter(header: bytes) -> Container | None:
    tabs, others = header.count(b"\t"), max(header.count(b","), header.count(b";"))
    if not tabs and not others:
        return None
    return Container.TSV if tabs > others else Container.CSV
