"""Rows as TRL reads them, as text: ``prompt``, ``chosen``, ``rejected``.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference" and "prompt-only", explicit prompt.
"""

from collections.abc import Mapping
from typing import Any

from core.datasets.exports.export import Export, metadata_of
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred, prompt_text
from core.datasets.formats.shared.fields import filled


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


def beside_chosen(frozen: FrozenRow) -> Mapping[str, Any]:
    """What the imported row had besides, its models and what it said of the choice among it.

    What it said of the choice is left out where somebody else has judged the pair, too.
    """
    evidence = frozen.evidence
    if "candidate_0" not in frozen.row:
        return metadata_of(frozen)
    judgments = evidence.get("judgments") or []
    about = judgments[0].get("about") if len(judgments) == 1 else None
    sources = evidence.get("source_0"), evidence.get("source_1")
    choice = preferred(frozen.row)
    models = {"chosen_model": sources[choice], "rejected_model": sources[1 - choice]}
    return filled(**models) | (about or {}) | dict(metadata_of(frozen))


EXPORT = Export(
    name="trl",
    title="TRL / Hugging Face",
    suffix=".trl.jsonl",
    purpose="For reward and DPO training with TRL and its like: prompt, chosen and rejected as text.",
    holds="`prompt`, `chosen`, `rejected`, as text",
    row=trl_row,
    takes_margin=True,
    metadata=beside_chosen,
)
