"""Rows as TRL reads them, as lists of messages: ``prompt``, ``chosen``, ``rejected``.

Source: https://huggingface.co/docs/trl/dataset_formats, "preference" and "prompt-only", explicit prompt.
"""

from typing import Any

from core.datasets.exports.dialogue import dialogue, is_hh, plain_prompt
from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import (
    FrozenRow,
    Message,
    candidate_messages,
    preferred,
    prompt_messages,
    role_of,
)
from core.datasets.exports.trl import beside_chosen
from core.datasets.formats.shared.transcripts import MEDIA


def trl_conversational_row(frozen: FrozenRow) -> dict[str, Any]:
    """The row as messages: those it came in with, else one of the user and one of the assistant.

    Pictures that stood in fields of their own stand there again.
    """
    made: dict[str, Any] = {"prompt": _as_read(prompt_messages(frozen)) or plain_prompt(frozen)}
    written = frozen.evidence.get("conversation")
    if "candidate_0" in frozen.row:
        if written or not is_hh(frozen):
            choice = preferred(frozen.row)
            made["chosen"] = _as_read(candidate_messages(frozen, choice))
            made["rejected"] = _as_read(candidate_messages(frozen, 1 - choice))
        else:
            said = dialogue(frozen)
            made["chosen"], made["rejected"] = said.chosen, said.rejected
    media = written.get(MEDIA) if written else None
    return made | {name: value for name, value in media.items() if name not in made} if media else made


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
    purpose="For training on a chat template, as TRL does: prompt, chosen and rejected as messages.",
    holds="`prompt`, `chosen`, `rejected`, as lists of messages",
    row=trl_conversational_row,
    leaves_out=(),
    takes_margin=True,
    metadata=beside_chosen,
)
