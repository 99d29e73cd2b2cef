"""What an answer and its prompt say, as Google hands them to a program; part of every program we write.

Nothing here raises, whatever it is given: what is no text says nothing.
"""

from typing import Any


def answer_text(response: Any) -> "str | None":
    """What an answer says without its thoughts; None where it has no text, or wants to call a function."""
    parts = response.get("parts") if isinstance(response, dict) else None
    parts = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    if any("functionCall" in part or "function_call" in part for part in parts):
        return None
    text = "".join(said_in(part) for part in parts if not part.get("thought"))
    return text if text.strip() else None


def prompt_of(example: Any) -> str:
    """What the model was asked: all turns, an empty line between them."""
    contents = example.get("contents") if isinstance(example, dict) else None
    turns = (
        [turn.get("parts") for turn in contents if isinstance(turn, dict)]
        if isinstance(contents, list)
        else []
    )
    parts = [part for one in turns if isinstance(one, list) for part in one if isinstance(part, dict)]
    return "\n\n".join(text for text in map(said_in, parts) if text)


def said_in(part: "dict[str, Any]") -> str:
    """The text of a part, if it has one."""
    text = part.get("text")
    return text if isinstance(text, str) else ""
