"""What makes two rows the same row: their texts, byte for byte, in their order."""

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


def _texts(record: Record) -> tuple[str, ...]:
    if isinstance(record, PairRecord):
        return record.input_text, record.candidate_0, record.candidate_1
    if isinstance(record, AnswerSetRecord):
        return record.input_text, *record.candidates
    return (record.input_text,)
