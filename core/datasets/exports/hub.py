"""A table for a data hub: Parquet with ``prompt``, ``chosen`` and ``rejected`` as lists of messages.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference", conversational. The data card goes
beside it.
"""

from collections.abc import Iterable
from typing import BinaryIO

from core.datasets.exports.dialogue import WITH_TOOLS, dialogue, plain_prompt, why_not_plain
from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import NOT_SHOWN, FrozenRow

COLUMNS = ("prompt", "chosen", "rejected")
"""Of a preference set; sets of prompts have the first alone."""


def _write(rows: Iterable[FrozenRow], file: BinaryIO) -> int:
    import pyarrow as pa  # noqa: PLC0415 - Arrow is slow to load

    from core.datasets.exports import tables  # noqa: PLC0415 - it loads Arrow

    of_pairs, rows = tables.begins_with_pair(rows)
    names = COLUMNS if of_pairs else COLUMNS[:1]
    return tables.write_table(
        (
            tuple(map(tables.flat_turns, _dialogues(one) if of_pairs else (plain_prompt(one),)))
            for one in rows
        ),
        pa.schema(dict.fromkeys(names, tables.MESSAGES)),
        file,
        made=dict.fromkeys(names, tables.messages_column),
    )


def _dialogues(frozen: FrozenRow) -> tuple[list[dict[str, str]], ...]:
    said = dialogue(frozen)
    return said.prompt, said.chosen, said.rejected


EXPORT = Export(
    name="hub",
    title="Data hub",
    suffix=".hub.parquet",
    purpose="For a data hub: prompt, chosen and rejected as lists of messages, in a table.",
    holds="Parquet with `prompt`, `chosen`, `rejected`, as lists of messages",
    media_type="application/vnd.apache.parquet",
    file=_write,
    why_not=why_not_plain,
    leaves_out=(NOT_SHOWN, WITH_TOOLS),
    metadata=None,
)
