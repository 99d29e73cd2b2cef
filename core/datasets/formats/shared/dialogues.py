"""Turns of dialogues: what two have in common, where a prompt ends and answers begin."""

import re
from collections.abc import Sequence
from itertools import cycle
from typing import Any, NamedTuple

from core.datasets.formats.shared.fields import json_of
from core.datasets.formats.shared.transcripts import (
    hh_answers,
    is_message,
    message_text,
    shared_turns,
    speaker,
    text_of,
    usual,
)

Message = dict[str, Any]
PAIR = 2


def user_turn(text: str) -> Message:
    """What a user says."""
    return {"role": "user", "content": text}


def as_messages(value: Any) -> Any:
    """Messages where a cell of CSV has them as JSON; any other value as it is."""
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    read = json_of(value)
    return value if _messages(read) is None else read


def system_turns(value: object) -> list[Message] | None:
    """What stands in a field for the system, as turns; None if that cannot be told."""
    if isinstance(value, str):
        return [{"role": "system", "content": value}]
    return _messages(value)


def is_object(value: object) -> bool:
    """Whether a value has fields and is no message: what of it is meant must be said."""
    return isinstance(value, dict) and _messages(value) is None


def earlier_turns(value: object) -> list[Message] | str | None:
    """What was said before: turns, or a text that stands in front; None if that cannot be told.

    Args:
        value: Messages, pairs of a user's and an assistant's text, texts of both by turns, or a text, which
            may be any of these as JSON.
    """
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list) and value and all(_is_exchange(one) for one in value):
        return _alternating([text for exchange in value for text in exchange])
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return _alternating(value)
    return _messages(value)


def passages(value: object) -> list[Message] | str | None:
    """What stands in front: messages, or one text or several; None if that cannot be told."""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    if isinstance(value, str):
        made = _of_text(value)
        return value if made is None else made
    return _messages(value)


def same_turn(one: object, other: object) -> bool:
    """Whether two messages say the same, but for blanks at the ends of role and content."""
    if one == other:
        return True
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    said, told = usual(one).get("content"), usual(other).get("content")
    if not isinstance(said, str) or not isinstance(told, str) or said.strip() != told.strip():
        return False
    return speaker(one).strip() == speaker(other).strip()


def same_turns(some: Sequence[object], others: Sequence[object]) -> bool:
    """Whether two conversations say the same."""
    return len(some) == len(others) and all(map(same_turn, some, others))


def _of_text(text: str) -> list[Message] | str | None:
    """A text, or what it is as JSON, which is how turns stand in a cell of CSV."""
    if not text.lstrip().startswith("["):
        return text
    read = json_of(text)
    if isinstance(read, str):  # what begins like a list is none
        return text
    if not read:
        return []
    made = earlier_turns(read)
    return text if made is None else made


def _messages(value: object) -> list[Message] | None:
    listed: list[Any] = value if isinstance(value, list) else [value]
    return [usual(one) for one in listed] if listed and all(map(is_message, listed)) else None


def _is_exchange(one: object) -> bool:
    return (
        isinstance(one, list)
        and len(one) == PAIR
        and all(text is None or isinstance(text, str) for text in one)
    )


def _alternating(texts: Sequence[str | None]) -> list[Message]:
    roles = cycle(("user", "assistant"))
    return [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False) if text]


TAG = re.compile(r"<[^<>\s]{1,40}>|\[/?INST\]")
"""What templates put between turns."""
SPEAKERS = frozenset(
    (
        "user",
        "assistant",
        "human",
        "system",
        "model",
        "bot",
        "gpt",
        "ai",
        "prompter",
        "instruction",
        "response",
    )
)
ANSWERING = ("assistant", "model", "bot")


def is_prompt_in(prompt: Any, shared: Sequence[object]) -> bool:
    """Whether messages that two dialogues share say a prompt already, however blanks stand at its ends."""
    if isinstance(prompt, dict):
        prompt = [prompt]
    if isinstance(prompt, list):
        last = shared[len(shared) - len(prompt) :]
        return bool(prompt) and (same_turns(prompt, last) or same_turns(prompt, shared[: len(prompt)]))
    said = prompt.strip() if isinstance(prompt, str) else ""
    for one in shared if said else ():
        if _content(one).strip() == said:
            return True  # as in most rows; what follows looks for templates
    told = (shared, [one for one in shared if not answers(one)], *([one] for one in shared))
    return bool(said) and any(_writes(said, some) for some in told)


def _writes(prompt: str, messages: Sequence[object]) -> bool:
    """Whether a text is nothing but these messages one after another, with who speaks, or in a template."""
    place, between = 0, []
    for said in (_content(one).strip() for one in messages):
        found = prompt.find(said, place) if said else -1
        if found < 0:
            return False
        between.append(prompt[place:found])
        place = found + len(said)
    rest = TAG.sub(" ", " ".join([*between, prompt[place:]]))
    return {word.lower() for word in re.findall(r"\w+", rest)} <= SPEAKERS


def _content(message: object) -> str:
    said = message.get("content") if isinstance(message, dict) else None
    if not isinstance(said, str):
        said = message_text(message, line=0, name="")
    return said if isinstance(said, str) else ""


def shared_messages(first: object, second: object) -> list[Any]:
    """The messages with which both lists begin, but for blanks at their ends; empty if one is no list.

    Of a dialogue that is the whole beginning of the other, the last answer is left to be compared.
    """
    if not isinstance(first, list) or not isinstance(second, list):
        return []
    number, fewer = 0, min(len(first), len(second))
    while number < fewer and (first[number] == second[number] or same_turn(first[number], second[number])):
        number += 1
    if number == fewer:
        while number and answers(first[number - 1]):
            number -= 1
    return first[:number]


def without_answer(conversation: Any, answer: Any) -> Any:
    """A conversation that ends with an answer, as those do that a model was tuned on, without it."""
    if not isinstance(conversation, list) or not conversation or not answers(conversation[-1]):
        return conversation
    said = text_of(answer, line=0, name="")
    ends = isinstance(said, str) and _content(conversation[-1]).strip() == said.strip()
    return conversation[:-1] if ends else conversation


def without_last_answer(messages: list[Any]) -> tuple[list[Any], list[Any]]:
    """A conversation without the answer it ends with, and that answer; an empty list if it ends with none."""
    return (messages[:-1], messages[-1:]) if messages and answers(messages[-1]) else (messages, [])


def answers(message: Any) -> bool:
    """Whether a model says this."""
    return isinstance(message, dict) and speaker(message).strip() in ANSWERING


class SplitRow(NamedTuple):
    """A row taken apart: each part is text or messages; ``name`` is the field the prompt stood in."""

    name: str
    prompt: Any
    first: Any
    second: Any


def split_off_prompt(name: str, prompt: Any, first: Any, second: Any) -> SplitRow:
    """A prompt and two answers; where both dialogues begin with the prompt, they go on without it."""
    if bare := hh_answers(prompt, first, second):
        return SplitRow(name, prompt, *bare)
    shared = shared_messages(first, second)
    told = len(shared)
    if not told or (answers(shared[0]) and not _begins_with_answer(prompt)):
        return SplitRow(name, prompt, first, second)
    rest = first[told:], second[told:]
    if is_prompt_in(prompt, shared):
        whole = isinstance(prompt, list) and len(prompt) == told
        return SplitRow(name, prompt if whole else shared, *rest)
    if isinstance(prompt, list) and same_turns(without_answer(prompt, rest[0]), shared):
        return SplitRow(name, shared, *rest)
    return SplitRow(name, prompt, first, second)


def _begins_with_answer(prompt: Any) -> bool:
    """Whether a prompt may be what two dialogues share that begin with an answer; a text cannot tell."""
    return not isinstance(prompt, list) or (bool(prompt) and answers(prompt[0]))


def split_where_shared(name: str, first: Any, second: Any) -> SplitRow | None:
    """Two dialogues whose common beginning is the prompt; None if they have none."""
    if isinstance(first, str) and isinstance(second, str):
        told = len(shared_turns(first, second))
    else:
        told = len(shared_messages(first, second))
    return SplitRow(name, first[:told], first[told:], second[told:]) if told else None
