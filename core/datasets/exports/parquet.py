"""A table of all that is known of each row, for analysis."""

from collections.abc import Iterable
from typing import BinaryIO

from core.datasets.exports.export import CHOSEN_ONLY, Export
from core.datasets.exports.frozen_row import FrozenRow


def _write(rows: Iterable[FrozenRow], file: BinaryIO) -> int:
    from core.datasets.exports.evidence_table import write_parquet  # noqa: PLC0415 - Arrow is slow to load

    return write_parquet(rows, file)


EXPORT = Export(
    name="parquet",
    title="Parquet with all judgments",
    suffix=".parquet",
    purpose="For analysis: each row with its sources, its metadata and every judgment it rests on.",
    holds="every row with its metadata and all its judgments, ties among them",
    ties_and_skips=CHOSEN_ONLY
    + "The column decided_by says which a coin decided; judgments lists the ties given.",
    media_type="application/vnd.apache.parquet",
    file=_write,
    leaves_out=(),
    metadata=None,
)
