"""A row as a dialogue of plain turns, which most trainers' formats are made of."""

from dataclasses import dataclass
from typing import Any

from core.datasets.exports.frozen_row import (
    NOT_SHOWN,
    SEVERAL_TURNS,
    FrozenRow,
    Message,
    candidate_messages,
    candidate_text,
    parts_of,
    preferred,
    prompt_messages,
    prompt_text,
    role_of,
    why_not_text,
)
from core.datasets.formats.shared.transcripts import HH_QUESTION, awaits_answer, hh_messages, speaker

WITH_TOOLS = "with turns of tools"
NOT_ALTERNATING = "in which user and assistant do not take turns"
ONE_ANSWER_EACH = (SEVERAL_TURNS, NOT_SHOWN, WITH_TOOLS)
"""Why a row is left out of a format with one message of the assistant on each side."""
STRICT_TURNS = (*ONE_ANSWER_EACH, NOT_ALTERNATING)
"""The same, where user and assistant must take turns and the user speaks first and last."""

TOOLS = frozenset({"tool", "function", "ipython", "observation", "function_call"})
TOOLS |= {"tool_call", "tool_calls", "tool_response", "tool_result"}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A row of which every turn has a ``role`` (user, assistant or system) and its text as ``content``.

    Attributes:
        prompt: What was said before the answers, with system texts where they stand.
        chosen: The preferred answer; several turns if it goes on after the user spoke again.
        rejected: The other one.
    """

    prompt: list[Message]
    chosen: list[Message]
    rejected: list[Message]


def dialogue(frozen: FrozenRow) -> Dialogue:
    """The row of a preference set as plain turns.

    Raises:
        InvalidInput: It has no choice, or no prompt that can be read.
    """
    choice = preferred(frozen.row)
    answer = _hh_answer if is_hh(frozen) else _answer
    return Dialogue(plain_prompt(frozen), answer(frozen, choice), answer(frozen, 1 - choice))


def plain_prompt(frozen: FrozenRow) -> list[Message]:
    """The turns of a prompt; those of hh-rlhf are found in its text."""
    if is_hh(frozen):
        return hh_messages(prompt_text(frozen.row))
    said = [_turn(message) for message in prompt_messages(frozen)]
    return said or [{"role": "user", "content": prompt_text(frozen.row)}]


def is_hh(frozen: FrozenRow) -> bool:
    """Whether a row that is text all through has a dialogue of hh-rlhf for a prompt."""
    text = frozen.row.get("input_text")
    if not isinstance(text, str) or frozen.evidence.get("conversation"):
        return False
    begins = awaits_answer(text) and HH_QUESTION in text and bool(hh_messages(text))
    return begins and _are_hh_answers(frozen.row)


def _are_hh_answers(row: dict[str, Any]) -> bool:
    """Whether both answers begin with what the assistant says, and differ in more than blanks at ends."""
    turns = _hh_answers(row)
    if not turns:
        return True
    first, second = turns
    begin = [one[0]["role"] for one in turns if one]
    return first != second and begin == ["assistant", "assistant"]


def _goes_on(row: dict[str, Any]) -> bool:
    """Whether an answer of hh-rlhf names the assistant again, which makes several turns of one answer."""
    return any(len(turns) > 1 for turns in _hh_answers(row))


def _hh_answers(row: dict[str, Any]) -> list[list[Message]]:
    """The turns of both answers; none of a prompt alone."""
    places = (0, 1) if "candidate_0" in row else ()
    return [hh_messages(candidate_text(row, place), "Assistant") for place in places]


def split_system(turns: list[Message]) -> tuple[str, list[Message]]:
    """The system texts with which turns begin, a blank line between them, and the other turns."""
    first = next((place for place, one in enumerate(turns) if one["role"] != "system"), len(turns))
    return "\n\n".join(one["content"] for one in turns[:first]), turns[first:]


def why_not_plain(frozen: FrozenRow) -> str | None:
    """Why a row cannot be said as plain turns with one answer on each side; None if it can."""
    reason = why_not_text(frozen)
    if reason is None and is_hh(frozen) and _goes_on(frozen.row):
        return SEVERAL_TURNS
    return WITH_TOOLS if reason != NOT_SHOWN and _has_tools(frozen) else reason


def why_not_strict(frozen: FrozenRow) -> str | None:
    """The same, where user and assistant take turns; system texts may stand before them."""
    reason = why_not_plain(frozen)
    if reason is not None:
        return reason
    _, turns = split_system(plain_prompt(frozen))
    strict = ["user" if place % 2 == 0 else "assistant" for place in range(len(turns))]
    return None if len(turns) % 2 and [one["role"] for one in turns] == strict else NOT_ALTERNATING


def _answer(frozen: FrozenRow, place: int) -> list[Message]:
    messages = candidate_messages(frozen, place)
    if len(messages) == 1:  # whoever is said to speak it: it is the model's
        return [{"role": "assistant", "content": _text(messages[0])}]
    return [_turn(message) for message in messages]


def _hh_answer(frozen: FrozenRow, place: int) -> list[Message]:
    text = candidate_text(frozen.row, place)
    return hh_messages(text, "Assistant") or [{"role": "assistant", "content": text}]


def _turn(message: Message) -> Message:
    return {"role": role_of(message), "content": _text(message)}


def _text(message: Message) -> str:
    return "\n".join(parts_of(message))


def _has_tools(frozen: FrozenRow) -> bool:
    written: dict[str, Any] = frozen.evidence.get("conversation") or {}
    if not written and "messages" not in frozen.row:
        return False
    lists = [prompt_messages(frozen), *(written.get(name) for name in ("candidate_0", "candidate_1"))]
    return any(
        isinstance(one, dict) and speaker(one).lower() in TOOLS
        for messages in lists
        if isinstance(messages, list)
        for one in messages
    )
