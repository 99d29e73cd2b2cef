"""Insert pairs and the choices that came with them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from core.datasets.importing.annotators import Annotators
from core.datasets.importing.choices import add_choices, insert_choices, judgment_of
from core.datasets.importing.staged import PAIR_COLUMNS, StagedPair
from core.datasets.importing.stored import Stored, last_pair, numbers_of_new, stored_pairs
from core.datasets.importing.taken import Taken
from core.db.insert import insert_tuples
from core.labelling import Outcome, Pair, Pool, ProjectView
from core.labelling.queue.priority import fill_calibration, place_in_queue
from core.labelling.tallies import add_coverage

COUNTS = ("judgment_count", "votes_0", "votes_1", "minority", "priority")
REGULAR = {"leases": 0, "pool": Pool.REGULAR}


class PairTaker:
    """Takes batches of pairs; new pairs are inserted with their votes counted in already."""

    def __init__(self, session: Session, project: ProjectView) -> None:
        self._session, self._project = session, project
        self._annotators = Annotators(session)
        self._coverage: Counter[int] = Counter()
        self._counts: dict[tuple[int, int, int], tuple[Any, ...]] = {}
        self.taken = Taken()

    def take(self, batch: Iterable[StagedPair]) -> None:
        """Take some rows."""
        by_mark: dict[str, list[StagedPair]] = {}
        for row in batch:
            by_mark.setdefault(row.content_hash, []).append(row)
        there = stored_pairs(self._session, self._project, by_mark.keys(), lock=True)
        fresh = [rows for mark, rows in by_mark.items() if mark not in there]
        self._insert(fresh)
        self._add([(there[mark], row) for mark, rows in by_mark.items() if mark in there for row in rows])

    def finish(self) -> None:
        """What comes once, after all rows: the calibration pool and the coverage, for which others wait."""
        fill_calibration(self._session, self._project)
        add_coverage(self._session, self._project.id, self._coverage)

    def _insert(self, fresh: list[list[StagedPair]]) -> None:
        before = last_pair(self._session)
        pairs = [self._pair(rows) for rows in fresh]
        same = REGULAR | {"project_id": self._project.id}
        insert_tuples(self._session, Pair, (*PAIR_COLUMNS, *COUNTS), pairs, same=same)
        chosen = [[row for row in rows if row.outcome is not None] for rows in fresh]
        self._coverage.update(map(len, chosen))
        self.taken += Taken(rows=len(fresh))
        if any(chosen):
            marks = [rows[0].content_hash for rows in fresh]
            numbers = numbers_of_new(self._session, self._project, marks, since=before)
            judgments = [one for rows in chosen if rows for one in self._judgments(rows, numbers)]
            insert_choices(self._session, self._project, judgments)
            self.taken += Taken(choices=len(judgments))

    def _pair(self, rows: list[StagedPair]) -> tuple[Any, ...]:
        """The columns of a new pair with its votes."""
        said = [row.outcome for row in rows if row.outcome is not None]
        votes = len(said), said.count(Outcome.CANDIDATE_0), said.count(Outcome.CANDIDATE_1)
        if votes not in self._counts:
            self._counts[votes] = self._counted(*votes)
        return rows[0][: len(PAIR_COLUMNS)] + self._counts[votes]

    def _counted(self, judgments: int, zeros: int, ones: int) -> tuple[Any, ...]:
        """The columns that follow from a pair's judgments and votes, `COUNTS`."""
        minority = judgments - max(zeros, ones, judgments - zeros - ones)
        place = place_in_queue(
            self._project.protocol.order,
            judgments=judgments,
            minority=minority,
            needed=self._project.judgments_per_pair,
        )
        return judgments, zeros, ones, minority, place

    def _judgments(self, rows: list[StagedPair], numbers: dict[str, int]) -> list[tuple[Any, ...]]:
        pair_id = numbers[rows[0].content_hash]
        return [
            judgment_of(
                row,
                pair_id,
                self._annotators.number_of(row.annotator),
                surplus=place >= self._project.judgments_per_pair,
                came_with_pair=place == 0,
            )
            for place, row in enumerate(rows)
        ]

    def _add(self, known: list[tuple[Stored, StagedPair]]) -> None:
        chosen = [(pair, row) for pair, row in known if row.outcome is not None]
        added = Taken()
        if chosen:
            added = add_choices(self._session, self._project, chosen, self._annotators, self._coverage)
        self.taken += added + Taken(already_there=len(known) - added.choices)
