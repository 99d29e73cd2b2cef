"""Unpaired rows, as text: each answer alone, with whether it was preferred.

Source: https://huggingface.co/docs/trl/dataset_formats, "unpaired preference".
"""

from typing import Any

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred, prompt_text


def _rows(frozen: FrozenRow) -> list[dict[str, Any]]:
    prompt, choice = prompt_text(frozen.row), preferred(frozen.row)
    return [
        {"prompt": prompt, "completion": candidate_text(frozen.row, place), "label": place == choice}
        for place in (choice, 1 - choice)
    ]


EXPORT = Export(
    name="kto",
    title="KTO, unpaired",
    suffix=".kto.jsonl",
    purpose="For KTO: every answer is a row, true if it was preferred, as text.",
    holds="`prompt` and `completion` as text, `label`; two lines a row, the preferred answer first",
    kinds=PAIRS,
    rows=_rows,
)
