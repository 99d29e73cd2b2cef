"""Rows of supervised tuning of older text models of Vertex: the prompt and the preferred answer."""

from typing import Any

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred, prompt_text


def _row(frozen: FrozenRow) -> dict[str, Any]:
    row = frozen.row
    return {"input_text": prompt_text(row), "output_text": candidate_text(row, preferred(row))}


EXPORT = Export(
    name="supervised",
    title="Supervised tuning, input and output text",
    suffix=".supervised.jsonl",
    purpose="For supervised tuning on the preferred answers, as text models of Vertex read it.",
    holds="the preferred answers, as `input_text` and `output_text`",
    kinds=PAIRS,
    row=_row,
)
