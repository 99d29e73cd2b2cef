"""The judgments of many rows as one nested column of Parquet."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from core.datasets.exports.json_lines import json_text

Judgments = Sequence[dict[str, Any]]

FIELDS = [
    pa.field("annotator", pa.int64()),
    pa.field("outcome", pa.string()),
    pa.field("strength", pa.int32()),
    pa.field("confidence", pa.int32()),
    pa.field("purpose", pa.string()),
    pa.field("answered_at", pa.timestamp("us", tz="UTC")),
    pa.field("imported_at", pa.timestamp("us", tz="UTC")),
    pa.field("rationale", pa.string()),
    pa.field("from_ranking", pa.bool_()),
    pa.field("about", pa.string()),  # JSON: what the row said of the choice when it was imported
]
JUDGMENTS = pa.list_(pa.struct(FIELDS))
"""A list with one structure a judgment."""


def judgment_column(of_rows: Sequence[Judgments | None]) -> pa.Array:
    """The column for rows with these judgments; null where nothing is known of a row's.

    Field by field, because Arrow takes ten times as long over a list of dictionaries.
    """
    judgments = [judgment for given in of_rows if given for judgment in given]
    structures = pa.StructArray.from_arrays([_array(judgments, field) for field in FIELDS], fields=FIELDS)
    return pa.ListArray.from_arrays(_offsets(of_rows), structures, type=JUDGMENTS)


def _array(judgments: Judgments, field: pa.Field) -> pa.Array:
    values = [judgment.get(field.name) for judgment in judgments]
    if pa.types.is_timestamp(field.type):
        return pa.array(values, pa.string()).cast(field.type)  # written as ISO 8601
    if pa.types.is_boolean(field.type):
        return pa.array([bool(value) for value in values], field.type)
    if field.name == "about":
        return pa.array([json_text(value) if value else None for value in values], field.type)
    return pa.array(values, field.type)


def _offsets(of_rows: Sequence[Judgments | None]) -> pa.Array:
    """Where each row's judgments begin; Arrow reads a null as "this cell is null"."""
    begins: list[int | None] = []
    end = 0
    for given in of_rows:
        begins.append(None if given is None else end)
        end += len(given or ())
    return pa.array([*begins, end], pa.int32())
