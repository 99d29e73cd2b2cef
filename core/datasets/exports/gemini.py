"""Rows of preference tuning of Gemini, and what all its rows are made of.

Source: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare, which
writes ``system_instruction``.
"""

from typing import Any

from core.datasets.exports.dialogue import (
    ONE_ANSWER_EACH,
    dialogue,
    is_hh,
    plain_prompt,
    split_system,
    why_not_plain,
)
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

LATE_SYSTEM = "with a system text after other turns"
LEAVES_OUT = (*ONE_ANSWER_EACH, LATE_SYSTEM)


def gemini_row(frozen: FrozenRow) -> dict[str, Any]:
    """A row of preference tuning: the preferred answer has score 1 and comes first."""
    instruction, contents = gemini_prompt(frozen)
    completions = [
        {"score": score, "completion": turn("model", [text])}
        for score, text in zip((1, 0), answers_of(frozen), strict=True)
    ]
    made = {"contents": contents, "completions": completions}
    return {"system_instruction": instruction, **made} if instruction else made


def gemini_prompt(frozen: FrozenRow) -> tuple[Turn | None, list[Turn]]:
    """The system instruction, if the row has one, and the turns of the prompt."""
    messages = plain_prompt(frozen) if is_hh(frozen) else prompt_messages(frozen)
    roles = {"assistant": "model", "user": "user"}
    said = [turn(roles[role], parts_of(one)) for one in messages if (role := role_of(one)) in roles]
    if not said:  # no dialogue, or one with nothing but a context
        return None, [turn("user", [prompt_text(frozen.row)])]
    instructions = ["\n".join(parts_of(message)) for message in messages if role_of(message) == "system"]
    return ({"parts": [{"text": text} for text in instructions]} if instructions else None), said


def why_not_gemini(frozen: FrozenRow) -> str | None:
    """Why a row cannot be said: it has no place for turns of tools, nor for a system text behind others."""
    reason = why_not_plain(frozen)
    if reason is not None:
        return reason
    _, turns = split_system(plain_prompt(frozen))
    return LATE_SYSTEM if any(one["role"] == "system" for one in turns) else None


def answers_of(frozen: FrozenRow) -> tuple[str, str]:
    """The preferred answer and the other one."""
    if is_hh(frozen):
        said = dialogue(frozen)
        return said.chosen[0]["content"], said.rejected[0]["content"]
    choice = preferred(frozen.row)
    return candidate_text(frozen.row, choice), candidate_text(frozen.row, 1 - choice)


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
    why_not=why_not_gemini,
    leaves_out=LEAVES_OUT,
)
