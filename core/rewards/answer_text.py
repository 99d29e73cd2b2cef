"""What an answer and its prompt say, as Google hands them to a program; part of every program we write.

Nothing here raises, whatever it is given: what is no text says nothing.
"""

from typing import Any

MOST_PARTS = 1_000
"""Parts of an answer or turns of a prompt that are looked at."""


def answer_text(response: Any) -> "str | None":
    """What an answer says without its thoughts; None where it has no text, or wants to call a function."""
    if any("functionCall" in part or "function_call" in part for part in parts_of(response)):
        return None
    text = content_text(response)
    return text if text.strip() else None


def content_text(content: Any) -> str:
    """What an answer or a turn says; what a model thought before it is left out."""
    return "".join(said_in(part) for part in parts_of(content) if not part.get("thought"))


def prompt_of(example: Any) -> str:
    """What the model was asked: all turns, an empty line between them."""
    turns = listed(example.get("contents") if isinstance(example, dict) else None)
    said = [said_in(part) for turn in turns for part in parts_of(turn)]
    return "\n\n".join(text for text in said if text)


def parts_of(content: Any) -> "list[dict[str, Any]]":
    """The parts of an answer or a turn."""
    return listed(content.get("parts") if isinstance(content, dict) else None)


def listed(value: Any) -> "list[dict[str, Any]]":
    """What is in a list, as far as it is objects."""
    return [one for one in value[:MOST_PARTS] if isinstance(one, dict)] if isinstance(value, list) else []


def said_in(part: "dict[str, Any]") -> str:
    """The text of a part, if it has one."""
    text = part.get("text")
    return text if isinstance(text, str) else ""
