"""Rows in which chosen and rejected are whole dialogues, and no prompt stands beside them.

Sources: https://docs.pytorch.org/torchtune/stable/basics/preference_datasets.html, and "preference, implicit
prompt" in https://huggingface.co/docs/trl/dataset_formats.
"""

from typing import Any

from core.datasets.exports.dialogue import WITH_TOOLS, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import NOT_SHOWN, SEVERAL_TURNS, FrozenRow
from core.datasets.formats.shared.dialogues import same_turn

BEGIN_ALIKE = "with answers of several turns that begin alike"
"""Whoever reads them takes the beginning for a part of the prompt."""


def _why_not(frozen: FrozenRow) -> str | None:
    """Why the end of the prompt could not be found again, or what else the format cannot say."""
    reason = why_not_plain(frozen)
    if reason != SEVERAL_TURNS:
        return reason
    said = dialogue(frozen)
    return BEGIN_ALIKE if same_turn(said.chosen[0], said.rejected[0]) else reason


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
    why_not=_why_not,
    leaves_out=(NOT_SHOWN, WITH_TOOLS, BEGIN_ALIKE),
    takes_margin=True,
)
