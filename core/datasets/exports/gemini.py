"""Rows of preference tuning of Gemini, and what all its rows are made of.

Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare, which
writes ``system_instruction``.
"""

from typing import Any

from core.datasets.exports.export import PAIRS, Export
from core.datasets.exports.frozen_row import (
    FrozenRow,
    candidate_text,
    parts_of,
    preferred,
    prompt_messages,
    prompt_text,
    role_of,
)

Turn = dict[str, Any]


def gemini_row(frozen: FrozenRow) -> dict[str, Any]:
    """A row of preference tuning: the preferred answer has score 1 and comes first."""
    row = frozen.row
    choice = preferred(row)
    instruction, contents = gemini_prompt(frozen)
    completions = [
        {"score": 1, "completion": turn("model", [candidate_text(row, choice)])},
        {"score": 0, "completion": turn("model", [candidate_text(row, 1 - choice)])},
    ]
    made = {"contents": contents, "completions": completions}
    return {"system_instruction": instruction, **made} if instruction else made


def gemini_prompt(frozen: FrozenRow) -> tuple[Turn | None, list[Turn]]:
    """The system instruction, if the row has one, and the turns of the prompt."""
    messages = prompt_messages(frozen)
    roles = {"assistant": "model", "user": "user"}
    said = [turn(roles[role], parts_of(one)) for one in messages if (role := role_of(one)) in roles]
    if not said:  # no dialogue, or one with nothing but a context
        return None, [turn("user", [prompt_text(frozen.row)])]
    instructions = [
        text for message in messages if role_of(message) == "system" for text in parts_of(message)
    ]
    return ({"parts": [{"text": text} for text in instructions]} if instructions else None), said


def turn(role: str, texts: list[str]) -> Turn:
    """A turn of texts."""
    return {"role": role, "parts": [{"text": text} for text in texts]}


EXPORT = Export(
    name="gemini-preference",
    title="Gemini preference tuning",
    suffix=".gemini.jsonl",
    purpose="For preference tuning of Gemini: the preferred answer has score 1, the other score 0.",
    holds="`contents` and two `completions` with scores 1 and 0",
    kinds=PAIRS,
    row=gemini_row,
)
