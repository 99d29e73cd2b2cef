"""Dialogues as text that a person can read; the messages themselves are kept beside it."""

from typing import Any

from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten

MESSAGE = 'must be a message such as {"role": "user", "content": "…"}'


def transcript(messages: object, *, line: int = 0, name: str = "messages") -> str | Problem:
    """A list of messages as text: a single message's own text, or each message behind its role.

    Args:
        messages: Objects with ``role`` or ``author``, and ``content``, which is text or a list of
            ``{"type": "text", "text": …}`` parts. Texts and roles are taken as they are.
        line: Where the row stands, for the problem.
        name: The field, for the problem.

    Returns:
        The text, or the first problem with a message that cannot be read.
    """
    if not isinstance(messages, list):
        return Problem(line, name, shorten(messages), "must be a list of messages", Fault.NOT_TEXT)
    if not messages:
        return Problem(line, name, "[]", "is empty; a person needs something to read", Fault.EMPTY)
    spoken = []
    for place, message in enumerate(messages):
        text = message_text(message, line=line, name=f"{name}[{place}]")
        if isinstance(text, Problem):
            return text
        spoken.append((speaker(message), text))
    if len(spoken) == 1:
        return spoken[0][1]
    return "\n\n".join(f"{who}: {text}" for who, text in spoken)


def message_text(message: object, *, line: int, name: str) -> str | Problem:
    """What one message says, without who says it."""
    if not isinstance(message, dict) or not speaker(message):
        return Problem(line, name, shorten(message), MESSAGE, Fault.NOT_TEXT)
    if message.get("tool_calls"):
        reason = "calls tools, which cannot be shown as text"
        return Problem(line, name, shorten(message["tool_calls"]), reason, Fault.NOT_TEXT)
    content = message.get("content")
    if isinstance(content, str):
        return content
    texts = [_part_text(part) for part in content] if isinstance(content, list) else [None]
    read = [text for text in texts if text is not None]
    if not texts or len(read) < len(texts):
        reason = 'must be text, or a list of parts such as {"type": "text", "text": "…"}'
        return Problem(line, f"{name}.content", shorten(content), reason, Fault.NOT_TEXT)
    return "\n".join(read)


def speaker(message: dict[str, Any]) -> str:
    """Who speaks: ``role``, or ``author`` as Vertex calls it; empty if neither is text."""
    who = message.get("role", message.get("author"))
    return who if isinstance(who, str) else ""


def text_of(value: object, *, line: int, name: str) -> str | Problem:
    """A text, one message or a list of messages as text; anything else is a problem."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return message_text(value, line=line, name=name)
    if isinstance(value, list):
        return transcript(value, line=line, name=name)
    return Problem(line, name, shorten(value), "must be text", Fault.NOT_TEXT)


def _part_text(part: object) -> str | None:
    if not isinstance(part, dict) or part.get("type") != "text":
        return None
    text = part.get("text")
    return text if isinstance(text, str) else None
