"""Rows as TRL reads them, as text: ``prompt``, ``chosen``, ``rejected``.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference" and "prompt-only", explicit prompt.
"""

from typing import Any

from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred, prompt_text


def trl_row(frozen: FrozenRow) -> dict[str, Any]:
    """The row as text; of a prompt set, the prompt alone."""
    row = frozen.row
    prompt = prompt_text(row)
    if "candidate_0" not in row:
        return {"prompt": prompt}
    choice = preferred(row)
    return {
        "prompt": prompt,
        "chosen": candidate_text(row, choice),
        "rejected": candidate_text(row, 1 - choice),
    }


EXPORT = Export(
    name="trl",
    title="TRL / Hugging Face",
    suffix=".trl.jsonl",
    purpose="For reward and DPO training with TRL: prompt, chosen and rejected as text.",
    holds="`prompt`, `chosen`, `rejected`, as text",
    row=trl_row,
    takes_margin=True,
)
