"""Rows as the containers hold them, recognised and read as an import does it."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from core.datasets.formats import Prompts, Recognised, Wanted
from core.datasets.importing import recognise_sources
from core.datasets.importing.plan import Shape, first_rows
from core.datasets.records import Understood
from core.datasets.sources import Source, source_of_bytes

Row = dict[str, Any]
CONTAINERS = ("lines", "list", "parquet", "csv")


def in_container(rows: Sequence[Row], container: str) -> Source:
    """The rows as JSON lines, as one JSON list, as nested Parquet, or as CSV with JSON in its cells."""
    if container == "lines":
        content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    elif container == "list":
        content = json.dumps(rows).encode()
    elif container == "parquet":
        file = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(_filled(rows)), file)
        content = file.getvalue()
    else:
        content = _csv(rows)
    return source_of_bytes("rows", content)


def recognised(rows: Sequence[Row], container: str = "lines", wanted: Wanted = Wanted.PAIRS) -> Recognised:
    """What rows in a container are taken for."""
    return recognise_sources([in_container(rows, container)], wanted)


def records(
    rows: Sequence[Row], container: str = "lines", wanted: Wanted = Wanted.PAIRS
) -> tuple[str, list[Understood]]:
    """The name of the format that was recognised, and what becomes of the rows."""
    source = in_container(rows, container)
    found = recognise_sources([source], wanted)
    assert not found.question, found.question
    shape = Shape.of(found)
    adapt = shape.format.adapter(wanted, shape.columns, Prompts())
    made = [one for line, row in enumerate(first_rows(source), 1) for one in adapt(line, row)]
    return found.format.name, made


def _filled(rows: Sequence[Row]) -> list[Row]:
    """Rows that all have all fields, as a table has them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in names} for row in rows]


def _csv(rows: Sequence[Row]) -> bytes:
    filled = [{"id": number, **row} for number, row in enumerate(_filled(rows))]  # one column is no table
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(filled[0]))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in filled)
    return file.getvalue().encode()


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, str) else json.dumps(value)
