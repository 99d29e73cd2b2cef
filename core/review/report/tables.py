"""Verdicts and items of a closed review as tables: the same review gives the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from core.csv_text import csv_text
from core.datasets.scratch import json_text
from core.review.report.gathered import Gathered, Said
from core.review.verdict_models import VerdictOutcome

VERDICTS: dict[str, str] = {
    "item": "int64",
    "stratum": "string",
    "first_model": "string",
    "second_model": "string",
    "reviewer": "int64",
    "learned_from": "bool",
    "outcome": "string",
    "chosen": "string",
    "left": "string",
    "strength": "int32",
    "axes": "string",
    "first_passes": "bool",
    "second_passes": "bool",
    "comment": "string",
    "flag": "string",
    "answered_at": "string",
    "active_ms": "int64",
}
"""A row a standing verdict, skips among them. ``reviewer`` is a number, ``learned_from`` whether a model of
the review learned from that person, ``left`` the model whose answer stood there, ``axes`` JSON."""
ITEMS: dict[str, str] = {
    "item": "int64",
    "prompt_hash": "string",
    "stratum": "string",
    "prompt": "string",
    "not_shown": "string",
    "reference": "string",
    "first_model": "string",
    "second_model": "string",
    "first_answer": "string",
    "second_answer": "string",
    "first_note": "string",
    "second_note": "string",
    "first_words": "int64",
    "second_words": "int64",
    "first_won": "int64",
    "second_won": "int64",
    "ties": "int64",
    "both_bad": "int64",
    "rated": "int64",
    "skips": "int64",
    "first_passed": "int64",
    "second_passed": "int64",
    "flags": "int64",
}
"""A row each two models on an item: both answers, and how many verdicts say what."""

LEFT_OUT: dict[str, str] = {"prompt": "string", "reason": "string", "models": "string", "detail": "string"}
"""A row each reason for which models are not compared on a prompt; ``models`` is a JSON list of names."""


@dataclass(frozen=True)
class Table:
    """Names and kinds of columns, and the rows."""

    columns: dict[str, str]
    rows: Sequence[tuple[Any, ...]]

    def csv(self) -> bytes:
        """As a spreadsheet reads it; no cell of it is computed."""
        rows = ([_cell(value) for value in row] for row in self.rows)
        return csv_text(list(self.columns), rows).encode()

    def parquet(self) -> bytes:
        """As Parquet, with nothing in it that a clock or a machine puts there."""
        import pyarrow as pa  # noqa: PLC0415 - slow to import
        from pyarrow import parquet  # noqa: PLC0415 - slow to import

        schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.columns.items()])
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(schema)
        arrays = [pa.array(list(one), field.type) for one, field in zip(columns, schema, strict=True)]
        file = BytesIO()
        parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
        return file.getvalue()


def verdict_table(found: Gathered) -> Table:
    """Every standing verdict, in the order of items, models and time."""
    return Table(VERDICTS, list(_verdicts(found)))


def item_table(found: Gathered) -> Table:
    """Every two models on every item."""
    return Table(ITEMS, list(_items(found)))


def left_out_table(found: Gathered) -> Table:
    """Every prompt on which some models are not compared."""
    rows = [
        (one.prompt, one.reason, json_text([found.results.name(model) for model in one.models]), one.detail)
        for one in found.left_out
    ]
    return Table(LEFT_OUT, rows)


def _verdicts(found: Gathered) -> Iterator[tuple[Any, ...]]:
    for pair in found.compared:
        names = {VerdictOutcome.FIRST: found.results.name(pair.first)}
        names[VerdictOutcome.SECOND] = found.results.name(pair.second)
        for one in pair.said:
            yield (
                pair.item.id,
                pair.item.stratum,
                *names.values(),
                one.person_id,
                one.person_id in found.taught,
                one.outcome.value,
                names.get(one.outcome),
                names.get(one.left) if one.left else None,
                one.strength,
                json_text(dict(sorted(one.axes.items()))) if one.axes else None,
                one.first_passes,
                one.second_passes,
                one.comment,
                one.flag,
                one.answered_at.isoformat(),
                one.active_ms,
            )


def _items(found: Gathered) -> Iterator[tuple[Any, ...]]:
    for pair in found.compared:
        item, one, other = pair.item, pair.item.answers[pair.first], pair.item.answers[pair.second]
        yield (
            *(item.id, item.prompt_hash, item.stratum, item.prompt, item.beside, item.reference),
            *(found.results.name(pair.first), found.results.name(pair.second)),
            *(one.text, other.text, one.note, other.note, one.words, other.words),
            *(pair.count(outcome) for outcome in COUNTED),
            *_passed(pair.said),
            sum(bool(said.flag) for said in pair.said),
        )


COUNTED = (
    VerdictOutcome.FIRST,
    VerdictOutcome.SECOND,
    VerdictOutcome.TIE,
    VerdictOutcome.BOTH_BAD,
    VerdictOutcome.RATED,
    VerdictOutcome.SKIP,
)


def _passed(said: Sequence[Said]) -> tuple[int | None, int | None]:
    """How many passed each answer; None where nobody was asked."""
    rated = [one for one in said if one.first_passes is not None and one.second_passes is not None]
    if not rated:
        return None, None
    return sum(bool(one.first_passes) for one in rated), sum(bool(one.second_passes) for one in rated)


def _cell(value: Any) -> Any:
    """A value as a table of text has it."""
    return (
        {None: "", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else value
    )
