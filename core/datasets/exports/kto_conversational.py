"""Unpaired rows, as messages: each answer alone, with whether it was preferred.

Source: https://huggingface.co/docs/trl/dataset_formats, "unpaired preference", conversational.
"""

from typing import Any

from core.datasets.exports.dialogue import WITH_TOOLS, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import NOT_SHOWN, FrozenRow


def _rows(frozen: FrozenRow) -> list[dict[str, Any]]:
    said = dialogue(frozen)
    return [
        {"prompt": said.prompt, "completion": completion, "label": label}
        for completion, label in ((said.chosen, True), (said.rejected, False))
    ]


EXPORT = Export(
    name="kto-conversational",
    title="KTO, unpaired, conversational",
    suffix=".kto-conversational.jsonl",
    purpose="For KTO on a chat template, as with TRL: every answer is a row, true if it was preferred.",
    holds="`prompt` and `completion` as messages, `label`; two lines a row, the preferred answer first",
    kinds=PAIRS,
    rows=_rows,
    why_not=why_not_plain,
    leaves_out=(NOT_SHOWN, WITH_TOOLS),
)
