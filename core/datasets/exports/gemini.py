"""Rows as the tuning of Gemini reads them, and supervised rows for older text models.

Sources: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare and
gemini-supervised-tuning-prepare. The first writes ``system_instruction``, the second ``systemInstruction``.
"""

from typing import Any

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
        {"score": 1, "completion": _turn("model", [candidate_text(row, choice)])},
        {"score": 0, "completion": _turn("model", [candidate_text(row, 1 - choice)])},
    ]
    made = {"contents": contents, "completions": completions}
    return {"system_instruction": instruction, **made} if instruction else made


def gemini_supervised_row(frozen: FrozenRow) -> dict[str, Any]:
    """A row of supervised tuning of Gemini: the prompt's turns, then the preferred answer."""
    answer = candidate_text(frozen.row, preferred(frozen.row))
    instruction, contents = gemini_prompt(frozen)
    made = {"contents": [*contents, _turn("model", [answer])]}
    return {"systemInstruction": instruction, **made} if instruction else made


def gemini_prompt_row(frozen: FrozenRow) -> dict[str, Any]:
    """A row of reinforcement tuning of Gemini: the prompt's turns, which it answers itself."""
    instruction, contents = gemini_prompt(frozen)
    return {"systemInstruction": instruction, "contents": contents} if instruction else {"contents": contents}


def supervised_row(frozen: FrozenRow) -> dict[str, Any]:
    """A row of supervised tuning of older text models: the prompt and the preferred answer."""
    row = frozen.row
    return {"input_text": prompt_text(row), "output_text": candidate_text(row, preferred(row))}


def gemini_prompt(frozen: FrozenRow) -> tuple[Turn | None, list[Turn]]:
    """The system instruction, if the row has one, and the turns of the prompt."""
    messages = prompt_messages(frozen)
    roles = {"assistant": "model", "user": "user"}
    said = [_turn(roles[role], parts_of(one)) for one in messages if (role := role_of(one)) in roles]
    if not said:  # no dialogue, or one with nothing but a context
        return None, [_turn("user", [prompt_text(frozen.row)])]
    instructions = [
        text for message in messages if role_of(message) == "system" for text in parts_of(message)
    ]
    return ({"parts": [{"text": text} for text in instructions]} if instructions else None), said


def _turn(role: str, texts: list[str]) -> Turn:
    return {"role": role, "parts": [{"text": text} for text in texts]}
