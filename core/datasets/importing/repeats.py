"""Rows of one import that repeat or contradict each other."""

from core.access import folded
from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, Record

NOT_SEEN = object()


class Repeats:
    """Remembers who chose what on which texts.

    The same texts with another annotator are one more judgment of that pair, not a repeated row. Of gold
    pairs there is one right answer, whoever wrote it down.

    Memory grows with the rows: about a hundred bytes each.
    """

    def __init__(self, *, gold: bool) -> None:
        self._gold = gold
        self._said: dict[bytes, object] = {}

    def fault_of(self, fingerprint: str, record: Record) -> Fault | None:
        """``DUPLICATE`` or ``CONFLICT`` with an earlier row; None for a row that says something new."""
        annotator, said = _voice(record)
        key = bytes.fromhex(fingerprint)
        if annotator is not None and not self._gold:
            key += folded(annotator).encode()
        before = self._said.get(key, NOT_SEEN)
        if before is NOT_SEEN or (before is None and said is not None):
            self._said[key] = said
            return None
        return Fault.DUPLICATE if said is None or said == before else Fault.CONFLICT


def conflict(record: Record) -> Problem:
    """Two rows of one annotator that contradict each other."""
    reason = "is not what an earlier row with the same texts says; keep the row that is right"
    if isinstance(record, AnswerSetRecord):
        return Problem(record.line, "scores", shorten(record.scores), reason, Fault.CONFLICT)
    return Problem(record.line, "choice", str(_voice(record)[1]), reason, Fault.CONFLICT)


def _voice(record: Record) -> tuple[str | None, object]:
    if isinstance(record, PairRecord):
        return record.annotator, record.choice
    if isinstance(record, AnswerSetRecord):
        return record.annotator, record.scores
    return None, None
