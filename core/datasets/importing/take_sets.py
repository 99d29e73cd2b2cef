"""Insert sets of answers to be ranked, and the pairs that each of them implies."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from core.datasets.importing.annotators import Annotators
from core.datasets.importing.scores import add_scores
from core.datasets.importing.staged import NO_COUNTS, PAIR_COLUMNS, StagedSet, implied_pairs
from core.datasets.importing.taken import Taken
from core.db.insert import insert_tuples
from core.labelling import AnswerSet, Pair, Pool, ProjectView
from core.labelling.tallies import add_coverage

AT_ONCE = 200
"""Sets a statement; nine answers make 36 pairs."""
PLACES = ("pool", "priority", "answer_set_id", "place_0", "place_1")


class SetTaker:
    """Takes batches of sets, each with a pair for each two of its answers."""

    def __init__(self, session: Session, project: ProjectView) -> None:
        self._session, self._project = session, project
        self._annotators = Annotators(session)
        self._coverage: Counter[int] = Counter()
        self.taken = Taken()

    def take(self, batch: Sequence[StagedSet]) -> None:
        """Take some rows."""
        for begin in range(0, len(batch), AT_ONCE):
            self._take(batch[begin : begin + AT_ONCE])

    def finish(self) -> None:
        """What comes once, after all rows."""
        add_coverage(self._session, self._project.id, self._coverage)

    def _take(self, batch: Sequence[StagedSet]) -> None:
        known = self._stored(batch)
        fresh = list({row.content_hash: row for row in batch if row.content_hash not in known}.values())
        sets = [(row.content_hash, row.record.input_text, list(row.record.candidates)) for row in fresh]
        same = {"project_id": self._project.id}
        insert_tuples(self._session, AnswerSet, ("content_hash", "input_text", "answers"), sets, same=same)
        numbers = known | self._stored(fresh)
        self._insert_pairs(fresh, numbers)
        old = [row for row in batch if row.content_hash in known]
        of_new = self._score([row for row in batch if row.content_hash not in known], numbers)
        of_old = self._score(old, numbers)
        self.taken += of_new + of_old + Taken(rows=len(fresh), already_there=len(old) - of_old.choices)

    def _score(self, rows: Sequence[StagedSet], numbers: dict[str, int]) -> Taken:
        scored = [(numbers[row.content_hash], row.record) for row in rows if row.record.scores]
        return add_scores(self._session, self._project, scored, self._annotators, self._coverage)

    def _stored(self, batch: Sequence[StagedSet]) -> dict[str, int]:
        query = select(col(AnswerSet.content_hash), col(AnswerSet.id)).where(
            col(AnswerSet.project_id) == self._project.id,
            col(AnswerSet.content_hash).in_([row.content_hash for row in batch]),
        )
        return {fingerprint: number or 0 for fingerprint, number in self._session.exec(query)}

    def _insert_pairs(self, fresh: list[StagedSet], numbers: dict[str, int]) -> None:
        """The first pair of a set stands for it in the queue; the others are answered with it."""
        rows: list[tuple[Any, ...]] = []
        for row in fresh:
            for first, second, pair in implied_pairs(self._project.seed, row):
                stands = (first, second) == (0, 1)
                place = (Pool.REGULAR, 0) if stands else (Pool.IMPLIED, None)
                rows.append((*pair[: len(PAIR_COLUMNS)], *place, numbers[row.content_hash], first, second))
        same = NO_COUNTS | {"project_id": self._project.id}
        insert_tuples(self._session, Pair, (*PAIR_COLUMNS, *PLACES), rows, same=same)
        self._coverage[0] += len(rows)
