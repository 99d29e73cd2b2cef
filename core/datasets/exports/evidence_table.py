"""A frozen set as Parquet: a row each, with where it came from and all its judgments.

Imported only when it is needed: Arrow is slow to load.
"""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import pyarrow as pa

from core.datasets.exports.frozen_row import FrozenRow, candidate_text, prompt_text
from core.datasets.exports.tables import Values, begins_with_pair, write_table
from core.datasets.scratch import json_text

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


FEW_VALUES = ["source_0", "source_1", "decided_by", "origin", "judgments.list.element.outcome"]
COMPARABLE = ["choice", "confidence", "line"]


def write_parquet(rows: Iterable[FrozenRow], file: BinaryIO) -> int:
    """Write the rows and return how many there were; the same rows give the same bytes.

    Sets of prompts, known by their first row, have the columns that prompts have.
    """
    of_pairs, rows = begins_with_pair(rows)
    schema, values = (_pair_schema(), _pair_values) if of_pairs else (_prompt_schema(), _prompt_values)
    return write_table(
        map(values, rows),
        schema,
        file,
        made={"judgments": judgment_column},
        use_dictionary=FEW_VALUES,
        write_statistics=COMPARABLE,
    )


def _pair_schema() -> pa.Schema:
    text = pa.string()
    texts = {"input_text": text, "candidate_0": text, "candidate_1": text}
    decision = {"choice": pa.int8(), "confidence": pa.float64(), "decided_by": text}
    place = {"source_0": text, "source_1": text, "origin": text, "line": pa.int64(), "pair": text}
    kept = {"metadata": text, "conversation": text, "flipped": pa.bool_(), "judgments": JUDGMENTS}
    return pa.schema(texts | decision | place | kept)


def _pair_values(frozen: FrozenRow) -> Values:
    row, evidence = frozen.row, frozen.evidence
    known = evidence.get
    judgments = evidence.get("judgments")
    return (
        prompt_text(row),
        candidate_text(row, 0),
        candidate_text(row, 1),
        row.get("choice"),
        *(known(name) for name in ("confidence", "decided_by", "source_0", "source_1")),
        *(known(name) for name in ("origin", "line", "pair")),
        _json(known("metadata")),
        _json(known("conversation")),
        known("flipped", False) if evidence else None,
        None if judgments is None else tuple(judgments),
    )


def _prompt_schema() -> pa.Schema:
    text = pa.string()
    names = {"input_text": text, "origin": text, "line": pa.int64(), "metadata": text, "conversation": text}
    return pa.schema(names)


def _prompt_values(frozen: FrozenRow) -> Values:
    known = frozen.evidence.get
    kept = _json(known("metadata")), _json(known("conversation"))
    return prompt_text(frozen.row), known("origin"), known("line"), *kept


def _json(value: object) -> str | None:
    return json_text(value) if value else None
