"""Rows as LLaMA-Factory reads them, in its sharegpt formatting.

Source: https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md. A row whose turns do not alternate
is skipped there with no more than a line in a log, so it is left out here and counted.
"""

from typing import Any

from core.datasets.exports.dialogue import STRICT_TURNS, dialogue, split_system, why_not_strict
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow, Message

SPEAKERS = {"user": "human", "assistant": "gpt"}


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    system, turns = split_system(said.prompt)
    return {
        "conversations": [_turn(one) for one in turns],
        "chosen": _turn(said.chosen[0]),
        "rejected": _turn(said.rejected[0]),
        "system": system,
    }


def _turn(message: Message) -> Message:
    return {"from": SPEAKERS[message["role"]], "value": message["content"]}


EXPORT = Export(
    name="llama-factory",
    title="LLaMA-Factory",
    suffix=".llama-factory.jsonl",
    purpose="For DPO and reward models with LLaMA-Factory, in its sharegpt formatting.",
    holds="`conversations` as `from` and `value`, `chosen` and `rejected` as one message each, `system`",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_strict,
    leaves_out=STRICT_TURNS,
)
