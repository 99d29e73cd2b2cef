"""Rows of direct preference optimisation at OpenAI, which Azure, Together and Fireworks read, too.

Source: https://developers.openai.com/api/docs/guides/direct-preference-optimization. Each side is one
message of the assistant.
"""

from typing import Any

from core.datasets.exports.dialogue import ONE_ANSWER_EACH, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    return {
        "input": {"messages": said.prompt},
        "preferred_output": said.chosen,
        "non_preferred_output": said.rejected,
    }


EXPORT = Export(
    name="openai-preference",
    title="OpenAI preference tuning",
    suffix=".openai-preference.jsonl",
    purpose="For direct preference optimisation at OpenAI, Azure, Together and Fireworks.",
    holds="`input.messages`, `preferred_output`, `non_preferred_output`, each a list of one message",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_plain,
    leaves_out=ONE_ANSWER_EACH,
    metadata=None,
)
