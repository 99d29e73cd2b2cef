"""What makes two rows the same row: their texts, byte for byte, in their order, and what cannot be shown."""

import json
from typing import Any

from core.datasets.formats.unsayable import unseen_of
from core.datasets.records import AnswerSetRecord, PairRecord, Record
from core.labelling.hashing import content_hash


def fingerprint_of(record: Record, *, within: str = "") -> str:
    """A row's fingerprint; who chose what is no part of it.

    Args:
        record: The row.
        within: The fingerprint of the set of answers that a pair was made from.
    """
    texts = _texts(record)
    return content_hash(within, *texts) if within else content_hash(*texts)


def mark_of(record: Record) -> int:
    """What tells a row from others while it is only checked, in a fraction of the time of a fingerprint.

    Python's hash of the texts is kept with them and used again; it is another in the next process. Two of a
    million rows have the same one with a probability of 1 in 37 million.
    """
    return hash(_texts(record))


def _texts(record: Record) -> tuple[str, ...]:
    unseen = _unseen(record.conversation) if record.conversation else ()
    if isinstance(record, PairRecord):
        return record.input_text, record.candidate_0, record.candidate_1, *unseen
    if isinstance(record, AnswerSetRecord):
        return record.input_text, *record.candidates, *unseen
    return record.input_text, *unseen


def _unseen(conversation: dict[str, Any]) -> tuple[str, ...]:
    """Pictures and the like of a dialogue, as JSON; rows that differ only in them are two rows."""
    unseen = unseen_of(conversation)
    return (json.dumps(unseen, sort_keys=True, default=str),) if unseen else ()
