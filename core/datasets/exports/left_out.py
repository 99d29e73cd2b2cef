"""Rows that only formats of messages can say: the others leave them out, and say how many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from core.datasets.exports.about import ExportFormat
from core.datasets.exports.dialogues import candidate_text
from core.datasets.exports.frozen_row import FrozenRow
from core.datasets.formats.unsayable import CANDIDATES, HH_ANSWER, several_turns, unseen_of

SEVERAL_TURNS = "with answers of several turns"
NOT_SHOWN = "with something that is no text"
REASONS = (SEVERAL_TURNS, NOT_SHOWN)
"""Also counted under these names when a set is frozen."""

OF_MESSAGES = frozenset({ExportFormat.TRL_CONVERSATIONAL, ExportFormat.PARQUET, ExportFormat.CARD})
"""Formats that say all that a row holds."""


def why_not_text(frozen: FrozenRow) -> str | None:
    """Why a row cannot be said as a prompt and single answers in text; None if it can."""
    row = frozen.row
    written = frozen.evidence.get("conversation")
    if not written and not str(row.get("input_text", HH_ANSWER)).endswith(HH_ANSWER):
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
    rows: Iterable[FrozenRow], left_out: Counter[str], export_format: ExportFormat = ExportFormat.TRL
) -> Iterator[FrozenRow]:
    """The rows that a format other than `OF_MESSAGES` can say; ``left_out`` counts the others, by reason."""
    why_not = why_not_vertex if export_format == ExportFormat.VERTEX else why_not_text
    for row in rows:
        reason = why_not(row)
        if reason is None:
            yield row
        else:
            left_out[reason] += 1


def left_out_of(counts: Mapping[str, int]) -> dict[str, int]:
    """Of what was counted when a set was frozen, the rows that formats of text leave out, by reason."""
    return {reason: counts[reason] for reason in REASONS if counts.get(reason)}


def left_out_sentence(left_out: Mapping[str, int]) -> str:
    """How many rows are not in a file, and why; empty if all are."""
    if not left_out:
        return ""
    parts = " and ".join(f"{number:,} {reason}" for reason, number in left_out.items())
    return f"Left out: {parts}; this format cannot say them, trl-conversational and parquet can."
