"""Rows of direct preference optimisation of Amazon Nova: the last turn has two candidates.

Source: https://docs.aws.amazon.com/nova/latest/userguide/nova-dpo-smtj.html. User and assistant take turns,
and the user begins.
"""

from typing import Any

from core.datasets.exports.dialogue import STRICT_TURNS, dialogue, split_system, why_not_strict
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    system, turns = split_system(said.prompt)
    candidates = [
        {"content": _text(answer[0]["content"]), "preferenceLabel": label}
        for answer, label in ((said.chosen, "preferred"), (said.rejected, "non-preferred"))
    ]
    messages = [{"role": one["role"], "content": _text(one["content"])} for one in turns]
    made: dict[str, Any] = {"messages": [*messages, {"role": "assistant", "candidates": candidates}]}
    return {"system": _text(system), **made} if system else made


def _text(text: str) -> list[dict[str, str]]:
    return [{"text": text}]


EXPORT = Export(
    name="aws-nova",
    title="Amazon Nova",
    suffix=".aws-nova.jsonl",
    purpose="For direct preference optimisation of Amazon Nova.",
    holds="`system`, and `messages` of which the last has two `candidates` with `preferenceLabel`",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_strict,
    leaves_out=STRICT_TURNS,
    metadata=None,
)
