"""Turns of a conversation, in whichever of the usual ways they are written."""

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from core.datasets.formats.cells import json_of
from core.datasets.formats.transcripts import is_message, speaker, usual

Message = dict[str, Any]
PAIR = 2


def user_turn(text: str) -> Message:
    """What a user says."""
    return {"role": "user", "content": text}


def as_said(value: Any) -> Any:
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
    if speaker(one).strip() != speaker(other).strip():
        return False
    one, other = usual(one), usual(other)
    said, told = one.get("content"), other.get("content")
    return isinstance(said, str) and isinstance(told, str) and said.strip() == told.strip()


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
