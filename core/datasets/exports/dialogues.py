"""The texts of a frozen row and, where it came in as a dialogue, its messages."""

from typing import Any

from core.datasets.exports.frozen_row import FrozenRow
from core.datasets.formats.transcripts import message_text, speaker, text_of, transcript
from core.datasets.problems import Problem
from core.errors import InvalidInput

Message = dict[str, Any]

ROLES = {
    "model": "assistant",
    "bot": "assistant",
    "assistant": "assistant",
    "ai": "assistant",
    "gpt": "assistant",
    "system": "system",
    "developer": "system",
}
"""Roles by what authors are called, in lower case; everybody else is a user."""


def prompt_text(row: dict[str, Any]) -> str:
    """The prompt of a row as text; of a dialogue, its transcript.

    Raises:
        InvalidInput: The row has no prompt that can be read.
    """
    text = row.get("input_text")
    if isinstance(text, str):
        return text
    said = _text(transcript(row.get("messages")))
    context = row.get("context")
    return f"{context}\n\n{said}" if context else said


def candidate_text(row: dict[str, Any], place: int) -> str:
    """Candidate 0 or 1 as text.

    Raises:
        InvalidInput: The row has no such candidate.
    """
    name = f"candidate_{place}"
    text = row.get(name)
    return text if isinstance(text, str) else _text(text_of(text, line=0, name=name))


def preferred(row: dict[str, Any]) -> int:
    """Which candidate is preferred, 0 or 1.

    Raises:
        InvalidInput: The row has no choice, as those of prompt sets.
    """
    choice = row.get("choice")
    if type(choice) is int and choice in {0, 1}:
        return choice
    raise InvalidInput(
        f"A row has no choice between two candidates (it is {choice!r}), so it has no preferred answer to "
        "write; export a preference set, or choose a format for prompts."
    )


def prompt_messages(frozen: FrozenRow) -> list[Message]:
    """The messages of a prompt as they were written, behind its context if there is one; else no message."""
    row, conversation = frozen.row, frozen.evidence.get("conversation") or {}
    messages = _listed(conversation.get("prompt", row.get("messages")))
    if not _readable(messages):
        return []
    context = conversation.get("context", row.get("context"))
    return [{"role": "system", "content": context}, *messages] if context else messages


def candidate_messages(frozen: FrozenRow, place: int) -> list[Message]:
    """The messages of a candidate as they were written; one made of its text if there were none."""
    name = f"candidate_{place}"
    conversation = frozen.evidence.get("conversation") or {}
    messages = _listed(conversation.get(name, frozen.row.get(name)))
    if not _readable(messages):
        return [{"role": "assistant", "content": candidate_text(frozen.row, place)}]
    return messages


def role_of(message: Message) -> str:
    """``user``, ``assistant`` or ``system``."""
    return ROLES.get(speaker(message).lower(), "user")


def parts_of(message: Message) -> list[str]:
    """The texts that a readable message consists of."""
    content = message["content"]
    return [content] if isinstance(content, str) else [part["text"] for part in content]


def _listed(written: object) -> list[Any]:
    """Messages as a list; a single one may stand alone, and text is none."""
    return written if isinstance(written, list) else [written] if isinstance(written, dict) else []


def _readable(messages: list[Any]) -> bool:
    """Whether there are messages, each with a speaker and something said."""
    return bool(messages) and not any(
        isinstance(message_text(message, line=0, name="messages"), Problem) for message in messages
    )


def _text(text: str | Problem) -> str:
    if isinstance(text, Problem):
        raise InvalidInput(
            f"A row of the set cannot be written: its field {text.field} {text.reason} (it is {text.value}). "
            "Freeze the recipe again and export the new set."
        )
    return text
