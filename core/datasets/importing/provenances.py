"""Where the pairs of an import came from, each provenance kept once for all pairs that share it."""

import hashlib
import json
from collections.abc import Iterable

from sqlmodel import Session, col, select

from core.datasets.importing.spool import PairRow
from core.db import insert_tuples
from core.labelling.models import Provenance
from core.languages import language_of

COLUMNS = ("origin", "source_0", "source_1", "language")
Came = tuple[str, str | None, str | None, str]
MOST_KEPT = 10_000
"""Of those known in memory: a file may name another source in each row."""


def _mark(came: Came) -> str:
    """What tells a provenance from the others of its project."""
    return hashlib.sha256(json.dumps(came).encode()).hexdigest()[:32]


class Provenances:
    """Finds or adds those of one project's pairs.

    Args:
        session: The unit of work of an import; no other imports meanwhile.
        project_id: Whose pairs they are.
    """

    def __init__(self, session: Session, project_id: int) -> None:
        self._session, self._project = session, project_id
        self._numbers: dict[Came, int] = {}

    def numbers_of(self, rows: Iterable[PairRow]) -> list[int]:
        """The provenance of each row, found or added; few statements, however many rows."""
        came = list(map(_came, rows))
        if len(self._numbers) > MOST_KEPT:
            self._numbers.clear()
        self._learn({_mark(one): one for one in set(came) - self._numbers.keys()})
        return [self._numbers[one] for one in came]

    def _learn(self, marks: dict[str, Came]) -> None:
        if not marks:
            return
        fresh = [(mark, *marks[mark]) for mark in marks.keys() - self._find(marks).keys()]
        same = {"project_id": self._project}
        insert_tuples(self._session, Provenance, ("fingerprint", *COLUMNS), fresh, same=same)
        self._numbers |= {marks[mark]: number for mark, number in self._find(marks).items()}

    def _find(self, marks: Iterable[str]) -> dict[str, int]:
        query = select(Provenance.fingerprint, Provenance.id).where(
            Provenance.project_id == self._project, col(Provenance.fingerprint).in_(list(marks))
        )
        return {mark: number or 0 for mark, number in self._session.exec(query)}


def _came(row: PairRow) -> Came:
    return row.origin, row.source_0, row.source_1, language_of(row.extra, row.input_text)
