"""Rows as NeMo-RL's ``PreferenceDataset`` reads them: the lower rank is the better answer.

Source: https://github.com/NVIDIA-NeMo/RL/blob/main/docs/guides/dpo.md. Equal ranks are an error there; a
frozen row always has a choice, so ranks are 0 and 1.
"""

from typing import Any

from core.datasets.exports.dialogue import ONE_ANSWER_EACH, dialogue, why_not_plain
from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow


def _row(frozen: FrozenRow) -> dict[str, Any]:
    said = dialogue(frozen)
    completions = enumerate((said.chosen, said.rejected))
    return {
        "context": said.prompt,
        "completions": [{"rank": rank, "completion": completion} for rank, completion in completions],
    }


EXPORT = Export(
    name="nemo-rl",
    title="NeMo-RL",
    suffix=".nemo-rl.jsonl",
    purpose="For DPO and reward models with NeMo-RL.",
    holds="`context` as messages, and two `completions` with `rank` 0 for the preferred and 1 for the other",
    kinds=PAIRS,
    row=_row,
    why_not=why_not_plain,
    leaves_out=ONE_ANSWER_EACH,
)
