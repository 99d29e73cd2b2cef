"""A row of a frozen set: its texts, its messages if it came as a dialogue, and what text cannot say of it."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from core.datasets.formats.shared.transcripts import (
    CANDIDATES,
    HH_ANSWER,
    awaits_answer,
    message_text,
    several_turns,
    speaker,
    text_of,
    transcript,
    unseen_of,
)
from core.datasets.problems import Problem
from core.errors import InvalidInput

Json = dict[str, Any]


class GivenJudgment(TypedDict, total=False):
    """A judgment that a row rests on; times are ISO 8601, and what is not known is not there."""

    annotator: int
    outcome: str
    purpose: str
    answered_at: str
    received_at: str
    imported_at: str
    strength: int
    confidence: int
    rationale: str
    from_ranking: bool
    about: Json


class Evidence(TypedDict, total=False):
    """What a row was made of.

    ``pair`` is the fingerprint of its pair, ``row`` the row itself where it cannot be said in text, and
    ``annotator_kind`` is ``model`` where no person chose, but those of ``model_labels``, each with its name.
    """

    pair: str
    origin: str
    line: int
    source_0: str | None
    source_1: str | None
    confidence: float
    decided_by: str
    judgments: list[GivenJudgment]
    annotator_kind: str
    model_labels: list[Json]
    flipped: bool
    metadata: Json
    conversation: Json
    row: Json


@dataclass(slots=True)
class FrozenRow:
    """One row as it stands in the set's object, and its line of evidence.

    Attributes:
        row: ``input_text`` or ``messages`` and ``context``; in a preference set also ``candidate_0``,
            ``candidate_1`` and ``choice``.
        evidence: Where the row came from and who judged it, all as the row stands: if the candidates were
            flipped, so were the sources, the outcomes and the conversation's candidates. Empty for sets that
            were frozen before evidence was kept.
        beside: The row cannot be said in text, so it stands in the object of the evidence and not in that of
            the rows, which a run reads.
    """

    row: Json
    evidence: Evidence
    beside: bool = False


Message = Json

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


SEVERAL_TURNS = "with answers of several turns"
NOT_SHOWN = "with something that is no text"
REASONS = (SEVERAL_TURNS, NOT_SHOWN)
"""Also counted under these names when a set is frozen."""


def why_not_text(frozen: FrozenRow) -> str | None:
    """Why a row cannot be said as a prompt and single answers in text; None if it can."""
    row = frozen.row
    written = frozen.evidence.get("conversation")
    if not written and not awaits_answer(str(row.get("input_text", HH_ANSWER))):
        return None  # text all through, as most rows are
    conversation = {name: row[name] for name in CANDIDATES if isinstance(row.get(name), list)}
    conversation |= written or {}
    if conversation and unseen_of(conversation):
        return NOT_SHOWN
    if "candidate_0" not in row:
        return None
    answers = candidate_text(row, 0), candidate_text(row, 1)
    return SEVERAL_TURNS if several_turns(row.get("input_text") or "", answers, conversation) else None


def why_not_vertex(frozen: FrozenRow) -> str | None:
    """Why a row cannot stand in the object that a run reads; rows that came as Vertex's messages can."""
    return None if "messages" in frozen.row else why_not_text(frozen)


def sayable(
    rows: Iterable[FrozenRow],
    left_out: Counter[str],
    why_not: Callable[[FrozenRow], str | None] = why_not_text,
    reasons: Container[str] = REASONS,
) -> Iterator[FrozenRow]:
    """The rows that a format can say; ``left_out`` counts the others, by reason.

    Args:
        rows: All of a set.
        left_out: Counted on.
        why_not: Says why a format cannot say a row; text cannot, unless another is given.
        reasons: Of what it says, that for which a row is left out.
    """
    for row in rows:
        reason = why_not(row)
        if reason is None or reason not in reasons:
            yield row
        else:
            left_out[reason] += 1


def left_out_of(counts: Mapping[str, int], reasons: Iterable[str] = REASONS) -> dict[str, int]:
    """Of what was counted when a set was frozen, the rows that are left out for these reasons."""
    return {reason: counts[reason] for reason in reasons if counts.get(reason)}
