"""Rows of reinforcement tuning of Gemini: the prompt's turns, which it answers itself."""

from typing import Any

from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import FrozenRow
from core.datasets.exports.gemini import LEAVES_OUT, gemini_prompt, why_not_gemini
from core.datasets.models import DatasetKind


def gemini_prompt_row(frozen: FrozenRow) -> dict[str, Any]:
    """The prompt's turns, with the system instruction if it has one."""
    instruction, contents = gemini_prompt(frozen)
    return {"systemInstruction": instruction, "contents": contents} if instruction else {"contents": contents}


EXPORT = Export(
    name="gemini-rlhf",
    title="Reinforcement tuning of Gemini",
    suffix=".gemini-rlhf.jsonl",
    purpose="For reinforcement tuning of Gemini: prompts, which it answers itself.",
    holds="prompts as Gemini's `contents`",
    kinds=frozenset({DatasetKind.PROMPT, DatasetKind.EVALUATION}),
    ties_and_skips="A prompt stands without answers, so there is nothing that people could tie or skip.",
    row=gemini_prompt_row,
    why_not=why_not_gemini,
    leaves_out=LEAVES_OUT,
)
