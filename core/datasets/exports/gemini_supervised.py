"""Rows of supervised tuning of Gemini: the prompt's turns, then the preferred answer.

Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare, which
writes ``systemInstruction``.
"""

from typing import Any

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import FrozenRow
from core.datasets.exports.gemini import LEAVES_OUT, answers_of, gemini_prompt, turn, why_not_gemini


def gemini_supervised_row(frozen: FrozenRow) -> dict[str, Any]:
    """The prompt's turns and the preferred answer."""
    answer, _ = answers_of(frozen)
    instruction, contents = gemini_prompt(frozen)
    made = {"contents": [*contents, turn("model", [answer])]}
    return {"systemInstruction": instruction, **made} if instruction else made


EXPORT = Export(
    name="gemini-supervised",
    title="Supervised tuning of Gemini",
    suffix=".gemini-supervised.jsonl",
    purpose="For supervised tuning of Gemini on the preferred answers.",
    holds="the preferred answers, as Gemini's `contents`",
    kinds=PAIRS,
    row=gemini_supervised_row,
    why_not=why_not_gemini,
    leaves_out=LEAVES_OUT,
)
