"""Rows as verl's ``RMDataset`` reads them: Parquet of text.

Source: https://github.com/verl-project/verl/blob/main/verl/utils/dataset/rm_dataset.py, which joins prompt
and answer as they stand and raises on lists.
"""

from collections.abc import Iterable
from typing import BinaryIO

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred, prompt_text


def _write(rows: Iterable[FrozenRow], file: BinaryIO) -> int:
    import pyarrow as pa  # noqa: PLC0415 - Arrow is slow to load

    from core.datasets.exports.tables import write_table  # noqa: PLC0415 - it loads Arrow

    names = ("prompt", "chosen", "rejected")
    return write_table(map(_values, rows), pa.schema({name: pa.string() for name in names}), file)


def _values(frozen: FrozenRow) -> tuple[str, str, str]:
    row, choice = frozen.row, preferred(frozen.row)
    return prompt_text(row), candidate_text(row, choice), candidate_text(row, 1 - choice)


EXPORT = Export(
    name="verl",
    title="verl",
    suffix=".verl.parquet",
    purpose="For reward models with verl: a table of text.",
    holds="Parquet with `prompt`, `chosen`, `rejected`, as text",
    kinds=PAIRS,
    media_type="application/vnd.apache.parquet",
    file=_write,
    metadata=None,
)
