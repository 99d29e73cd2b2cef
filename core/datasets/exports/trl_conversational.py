"""Rows as TRL reads them, as lists of messages: ``prompt``, ``chosen``, ``rejected``.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference" and "prompt-only", explicit prompt.
"""

from typing import Any

from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import (
    SEVERAL_TURNS,
    FrozenRow,
    Message,
    candidate_messages,
    candidate_text,
    preferred,
    prompt_messages,
    prompt_text,
    role_of,
    why_not_text,
)
from core.datasets.formats.shared.transcripts import MEDIA, hh_messages


def trl_conversational_row(frozen: FrozenRow) -> dict[str, Any]:
    """The row as messages: those it came in with, else one of the user and one of the assistant.

    Pictures that stood in fields of their own stand there again.
    """
    if _is_hh_dialogue(frozen):
        return _hh_row(frozen)
    made: dict[str, Any] = {"prompt": _prompt(frozen)}
    if "candidate_0" in frozen.row:
        choice = preferred(frozen.row)
        made["chosen"] = _as_read(candidate_messages(frozen, choice))
        made["rejected"] = _as_read(candidate_messages(frozen, 1 - choice))
    media = (frozen.evidence.get("conversation") or {}).get(MEDIA) or {}
    return made | {name: value for name, value in media.items() if name not in made}


def _prompt(frozen: FrozenRow) -> list[Message]:
    messages = _as_read(prompt_messages(frozen))
    return messages or [{"role": "user", "content": prompt_text(frozen.row)}]


def _hh_row(frozen: FrozenRow) -> dict[str, Any]:
    row, choice = frozen.row, preferred(frozen.row)
    answers = {"chosen": candidate_text(row, choice), "rejected": candidate_text(row, 1 - choice)}
    said = {name: hh_messages(text, "Assistant") for name, text in answers.items()}
    return {"prompt": hh_messages(prompt_text(row)), **said}


def _is_hh_dialogue(frozen: FrozenRow) -> bool:
    """Whether answers go on for several turns in a row that is text all through."""
    written = frozen.evidence.get("conversation") or "input_text" not in frozen.row
    return not written and why_not_text(frozen) == SEVERAL_TURNS


def _as_read(messages: list[Message]) -> list[Message]:
    """Messages with a role stay as they are; those with an author, as Vertex writes them, get one."""
    return [
        message if "role" in message else {"role": role_of(message), "content": message["content"]}
        for message in messages
    ]


EXPORT = Export(
    name="trl-conversational",
    title="TRL / Hugging Face, conversational",
    suffix=".trl-conversational.jsonl",
    purpose="For training with TRL on a chat template: prompt, chosen and rejected as lists of messages.",
    holds="`prompt`, `chosen`, `rejected`, as lists of messages",
    row=trl_conversational_row,
    leaves_out=(),
)
