"""Rows as Axolotl's ``chat_template.default`` reads them.

Source: https://docs.axolotl.ai/docs/rlhf.html. It takes the last message of each side, so an answer of
several turns would lose the others without a word.
"""

from typing import Any

from core.datasets.exports.dialogue import ONE_ANSWER_EACH, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    return {"messages": said.prompt, "chosen": said.chosen[0], "rejected": said.rejected[0]}


EXPORT = Export(
    name="axolotl",
    title="Axolotl",
    suffix=".axolotl.jsonl",
    purpose="For DPO with Axolotl on a chat template.",
    holds="`messages`, and `chosen` and `rejected` as one message each",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_plain,
    leaves_out=ONE_ANSWER_EACH,
)
