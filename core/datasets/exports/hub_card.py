"""What a data hub reads at the head of a README: the columns of a table, its rows and its file.

Sources: https://github.com/huggingface/hub-docs/blob/main/datasetcard.md, and ``Features._to_yaml_list`` of
the ``datasets`` library for the columns.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from core.datasets.exports.markdown import yaml_string

NAMES = {"large_string": "string", "double": "float64", "float": "float32", "halffloat": "float16"}
"""Kinds of columns that have another name there."""
STEP = "  "


def with_head(card: str, file: BinaryIO, *, path: str, split: str) -> str:
    """A data card with what a hub needs to show a Parquet file and to load it.

    Args:
        card: The card, which begins with front matter.
        file: The Parquet file; it is left at its beginning.
        path: Where it lies in the repository.
        split: What its rows are called there.
    """
    opening, _, rest = card.partition("\n")
    return "\n".join([opening, *_head(file, path, split), rest])


def _head(file: BinaryIO, path: str, split: str) -> Iterator[str]:
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    opened = parquet.ParquetFile(file)
    yield "configs:"
    yield "- config_name: default"
    yield f"{STEP}data_files:"
    yield f"{STEP}- split: {split}"
    yield f"{STEP}  path: {yaml_string(path)}"
    yield "dataset_info:"
    yield f"{STEP}features:"
    for field in opened.schema_arrow:
        yield from _feature(field, STEP)
    yield f"{STEP}splits:"
    yield f"{STEP}- name: {split}"
    about = opened.metadata
    groups = (about.row_group(number).total_byte_size for number in range(about.num_row_groups))
    yield f"{STEP}  num_bytes: {sum(groups)}"
    yield f"{STEP}  num_examples: {about.num_rows}"
    file.seek(0)


def _feature(field: Any, margin: str) -> Iterator[str]:
    yield f"{margin}- name: {yaml_string(field.name)}"
    yield from _kind(field.type, margin + STEP, "dtype")


def _kind(kind: Any, margin: str, word: str) -> Iterator[str]:
    """A column's kind; ``word`` stands before one that holds no others."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import

    if pa.types.is_struct(kind):
        yield f"{margin}{'struct' if word == 'dtype' else word}:"
        for inner in kind:
            yield from _feature(inner, margin)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _kind(kind.value_type, margin, "list") if word == "dtype" else _nested(kind, margin, word)
    else:
        yield f"{margin}{word}: {NAMES.get(str(kind), str(kind))}"


def _nested(kind: Any, margin: str, word: str) -> Iterator[str]:
    """A list in a list."""
    yield f"{margin}{word}:"
    yield from _kind(kind.value_type, margin + STEP, "list")
