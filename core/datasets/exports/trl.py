"""Rows as TRL reads them: ``prompt``, ``chosen``, ``rejected``, as text or as lists of messages.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference" and "prompt-only", explicit prompt.
"""

from typing import Any

from core.datasets.exports.dialogues import (
    Message,
    candidate_messages,
    candidate_text,
    preferred,
    prompt_messages,
    prompt_text,
    role_of,
)
from core.datasets.exports.frozen_row import FrozenRow


def trl_row(frozen: FrozenRow) -> dict[str, Any]:
    """The row as text; of a prompt set, the prompt alone."""
    row = frozen.row
    prompt = prompt_text(row)
    if "candidate_0" not in row:
        return {"prompt": prompt}
    choice = preferred(row)
    return {
        "prompt": prompt,
        "chosen": candidate_text(row, choice),
        "rejected": candidate_text(row, 1 - choice),
    }


def trl_conversational_row(frozen: FrozenRow) -> dict[str, Any]:
    """The row as messages: those it came in with, else one of the user and one of the assistant."""
    row = frozen.row
    prompt = _prompt(frozen)
    if "candidate_0" not in row:
        return {"prompt": prompt}
    choice = preferred(row)
    return {
        "prompt": prompt,
        "chosen": _answer(frozen, choice),
        "rejected": _answer(frozen, 1 - choice),
    }


def _prompt(frozen: FrozenRow) -> list[Message]:
    messages = _as_read(prompt_messages(frozen))
    return messages or [{"role": "user", "content": prompt_text(frozen.row)}]


def _answer(frozen: FrozenRow, place: int) -> list[Message]:
    return _as_read(candidate_messages(frozen, place))


def _as_read(messages: list[Message]) -> list[Message]:
    """Messages with a role stay as they are; those with an author, as Vertex writes them, get one."""
    return [
        message if "role" in message else {"role": role_of(message), "content": message["content"]}
        for message in messages
    ]
