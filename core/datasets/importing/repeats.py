"""Rows of one import that repeat or contradict each other, and what makes two rows the same row."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.access import folded
from core.datasets.formats.shared.transcripts import unseen_of
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, Record
from core.labelling.hashing import content_hash

Unseen = Mapping[str, Any]
"""What of a dialogue text cannot say, by part (`unseen_of`)."""


def fingerprint_of(record: Record, *, within: str = "", unseen: Unseen | None = None) -> str:
    """A row's fingerprint; who chose what is no part of it.

    Args:
        record: The row.
        within: The fingerprint of the set of answers that a pair was made from.
        unseen: What `unseen_of` says of its conversation, if somebody has asked already.
    """
    texts = _texts(record, unseen_of(record.conversation) if unseen is None else unseen)
    return content_hash(within, *texts) if within else content_hash(*texts)


def mark_of(record: Record, unseen: Unseen) -> int:
    """What tells a row from others while it is only checked, in a fraction of the time of a fingerprint.

    Python's hash of the texts is kept with them and used again; it is another in the next process. Two of a
    million rows have the same one with a probability of 1 in 37 million.
    """
    return hash(_texts(record, unseen))


def _texts(record: Record, unseen: Unseen) -> tuple[str, ...]:
    """All texts; of pictures and the like their JSON, as rows that differ only in them are two rows."""
    more = (json.dumps(unseen, sort_keys=True, default=str),) if unseen else ()
    if isinstance(record, PairRecord):
        return record.input_text, record.candidate_0, record.candidate_1, *more
    if isinstance(record, AnswerSetRecord):
        return record.input_text, *record.candidates, *more
    return record.input_text, *more


NOT_SEEN = object()

Mark = str | int
"""A row's fingerprint, or what stands for it where rows are only checked (`mark_of`)."""


class Repeats:
    """Remembers who chose what on which texts.

    The same texts with another annotator are one more judgment of that pair, not a repeated row. Of gold
    pairs there is one right answer, whoever wrote it down.

    Rows that do not say who chose are one row that is repeated as long as they say the same of a pair. If
    they do not, each is the vote of somebody else whose name is not known, and all of them count.

    Memory grows with the rows: about a hundred bytes each.
    """

    def __init__(self, *, gold: bool) -> None:
        self._gold = gold
        self._said: dict[bytes | int, object] = {}
        self._votes: dict[Mark, int] = {}
        self._contested: set[Mark] = set()
        self._aside: dict[Mark, list[tuple[str, int]]] = {}

    def fault_of(self, mark: Mark, record: Record) -> Fault | None:
        """``DUPLICATE`` or ``CONFLICT`` with an earlier row; None for a row that says something new.

        Args:
            mark: What tells the row's texts from others.
            record: The row.
        """
        annotator, said = _voice(record)
        name = folded(annotator) if isinstance(annotator, str) and not self._gold else ""
        if isinstance(mark, int):
            key: bytes | int = hash((mark, name)) if name else mark
        else:
            key = bytes.fromhex(mark) + name.encode()
        before = self._said.get(key, NOT_SEEN)
        if before is NOT_SEEN or (before is None and said is not None):
            self._said[key] = said
            return None
        if isinstance(record, PairRecord) and said is not None and annotator is None and not self._gold:
            return self._unnamed(mark, record, same=said == before)
        return Fault.DUPLICATE if said is None or said == before else Fault.CONFLICT

    def set_aside(self, mark: Mark, source: str, record: Record) -> bool:
        """Remember where a repeated row stands that may turn out to be a vote; False if it can be none."""
        if not isinstance(_voice(record)[0], int):
            return False
        self._aside.setdefault(mark, []).append((source, record.line))
        return True

    def rows_aside(self) -> Iterator[tuple[str, int, bool]]:
        """File and line of each row set aside, and whether it is a vote, known when all rows are read."""
        for mark, places in self._aside.items():
            for source, line in places:
                yield source, line, mark in self._contested

    def without_repeats(self, rows: list[Any]) -> list[Any]:
        """The rows without those that only repeat another; known when all rows are read."""
        if not self._aside:
            return rows
        return [
            one
            for one in rows
            if not isinstance(one.annotator, int) or one.content_hash in self._contested  # of pairs alone
        ]

    def _unnamed(self, mark: Mark, record: PairRecord, *, same: bool) -> Fault | None:
        """One more row without a name; its number tells it from the others of its pair."""
        number = self._votes[mark] = self._votes.get(mark, 1) + 1
        record.annotator = number
        if not same:
            self._contested.add(mark)
        return None if mark in self._contested else Fault.DUPLICATE


def conflict(record: Record) -> Problem:
    """Two rows of one annotator that contradict each other."""
    reason = "is not what an earlier row with the same texts says; keep the row that is right"
    if isinstance(record, AnswerSetRecord):
        return Problem(record.line, "scores", shorten(record.scores), reason, Fault.CONFLICT)
    return Problem(record.line, "choice", str(_voice(record)[1]), reason, Fault.CONFLICT)


def _voice(record: Record) -> tuple[str | int | None, object]:
    if isinstance(record, PairRecord):
        return record.annotator, record.choice
    if isinstance(record, AnswerSetRecord):
        return record.annotator, record.scores
    return None, None
