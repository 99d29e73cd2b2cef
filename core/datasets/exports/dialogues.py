"""Rows in which chosen and rejected are whole dialogues, and no prompt stands beside them.

Sources: https://docs.pytorch.org/torchtune/stable/basics/preference_datasets.html, and "preference, implicit
prompt" in https://huggingface.co/docs/trl/dataset_formats.
"""

from typing import Any

from core.datasets.exports.dialogue import WITH_TOOLS, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import NOT_SHOWN, FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    return {"chosen": [*said.prompt, *said.chosen], "rejected": [*said.prompt, *said.rejected]}


EXPORT = Export(
    name="dialogues",
    title="Whole dialogues",
    suffix=".dialogues.jsonl",
    purpose="For torchtune, and for TRL with an implicit prompt: each side from the first turn on.",
    holds="`chosen` and `rejected`, both as all messages from the first to the answer",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_plain,
    leaves_out=(NOT_SHOWN, WITH_TOOLS),
    takes_margin=True,
)
