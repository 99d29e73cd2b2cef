"""Insert pairs and the choices that came with them."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from core.datasets.importing.judgments import Annotators, insert_choices, judgment_id, judgment_of, move_of
from core.datasets.importing.plan import ImportCounts
from core.datasets.importing.provenances import Provenances
from core.datasets.importing.spool import PAIR_COLUMNS, PairRow
from core.datasets.models import DatasetKind
from core.db import insert_tuples
from core.labelling import Judgment, Order, Outcome, Pair, Pool, ProjectView
from core.labelling.progress import add_coverage, covered
from core.labelling.queue import fill_calibration, move_pairs, place_in_queue

_COLUMNS = (
    col(Pair.content_hash),
    col(Pair.id),
    col(Pair.judgment_count),
    col(Pair.pool),
    col(Pair.gold),
    col(Pair.left_out),
    col(Pair.more_judgments),
)


@dataclass(slots=True)
class ExistingPair:
    """What of a row's pair is stored already."""

    pair_id: int
    judgment_count: int
    pool: Pool
    gold: Outcome | None
    left_out: str | None
    more_judgments: int


def existing_pairs(
    session: Session, project: ProjectView, fingerprints: Collection[str]
) -> dict[str, ExistingPair]:
    """The pairs that are stored, by fingerprint; nobody else may change them meanwhile."""
    query = (
        plain_select(*_COLUMNS)
        .where(col(Pair.project_id) == project.id, col(Pair.content_hash).in_(fingerprints))
        .order_by(col(Pair.id) + 0)  # of the bare number SQLite would walk the whole project in its order
        .with_for_update(key_share=True)
    )
    rows = session.connection().execute(query)
    return {row.content_hash: ExistingPair(row.id or 0, *row[2:]) for row in rows}


def last_pair(session: Session) -> int:
    """The highest number of a pair so far."""
    query = plain_select(col(Pair.id)).order_by(col(Pair.id).desc()).limit(1)
    return session.connection().execute(query).scalar() or 0


def numbers_of_new(
    session: Session, project: ProjectView, fingerprints: list[str], *, since: int
) -> dict[str, int]:
    """Numbers of pairs that were just inserted in this order, by fingerprint.

    Args:
        session: The unit of work that inserted them; no other inserts pairs meanwhile.
        project: Whose.
        fingerprints: All of them, and no others.
        since: What `last_pair` said before.
    """
    if last_pair(session) - since == len(fingerprints):  # numbers only grow, so these are one after another
        return {mark: number for number, mark in enumerate(fingerprints, start=since + 1)}
    query = plain_select(col(Pair.content_hash), col(Pair.id)).where(
        col(Pair.id) > since, col(Pair.project_id) == project.id
    )
    return {row.content_hash: row.id for row in session.connection().execute(query)}


COUNTS = ("judgment_count", "votes_0", "votes_1", "minority", "priority")
REGULAR = {"leases": 0, "pool": Pool.REGULAR}


class Inserter(ABC):
    """Inserts the rows of one import, batch by batch, and counts what that changes."""

    def __init__(
        self, session: Session, project: ProjectView, kind: DatasetKind, import_id: int | None = None
    ) -> None:
        self._session, self._project, self._kind = session, project, kind
        self._came_with = {"project_id": project.id, "import_id": import_id}
        self._annotators = Annotators(session)
        self._provenances = Provenances(session, project.id)
        self._coverage: Counter[int] = Counter()
        self.counts = ImportCounts()

    @abstractmethod
    def insert(self, batch: list[Any]) -> None:
        """Insert the rows that are new, and add what the others say to what is there."""

    def finish(self) -> None:
        """What comes once, after all rows: the coverage, for which others wait."""
        add_coverage(self._session, self._project.id, self._coverage)


class PairInserter(Inserter):
    """Inserts pairs; new ones with their votes counted in already."""

    def insert(self, batch: list[PairRow]) -> None:
        """See `Inserter`; the choices of pairs that are there are added to them."""
        by_mark: dict[str, list[PairRow]] = {}
        for row in batch:
            by_mark.setdefault(row.content_hash, []).append(row)
        existing = existing_pairs(self._session, self._project, by_mark.keys())
        fresh = [rows for mark, rows in by_mark.items() if mark not in existing]
        self._insert(fresh)
        self._add(
            [(existing[mark], row) for mark, rows in by_mark.items() if mark in existing for row in rows]
        )

    def finish(self) -> None:
        """The calibration pool, too, waits for all rows."""
        fill_calibration(self._session, self._project)
        super().finish()

    def _insert(self, fresh: list[list[PairRow]]) -> None:
        before = last_pair(self._session)
        came = self._provenances.numbers_of(rows[0] for rows in fresh)
        pairs = [(*self._pair(rows), number) for rows, number in zip(fresh, came, strict=True)]
        same = REGULAR | self._came_with
        insert_tuples(self._session, Pair, (*PAIR_COLUMNS, *COUNTS, "provenance_id"), pairs, same=same)
        chosen = [[row for row in rows if row.outcome is not None] for rows in fresh]
        self._coverage.update(map(len, chosen))
        self.counts += ImportCounts(rows=len(fresh))
        if any(chosen):
            marks = [rows[0].content_hash for rows in fresh]
            numbers = numbers_of_new(self._session, self._project, marks, since=before)
            judgments = [one for rows in chosen if rows for one in self._judgments(rows, numbers)]
            insert_choices(self._session, self._project, judgments)
            self.counts += ImportCounts(choices=len(judgments))

    def _pair(self, rows: list[PairRow]) -> tuple[Any, ...]:
        """The columns of a new pair with its votes."""
        said = [row.outcome for row in rows if row.outcome is not None]
        votes = len(said), said.count(Outcome.CANDIDATE_0), said.count(Outcome.CANDIDATE_1)
        return rows[0][: len(PAIR_COLUMNS)] + _counts(
            *votes, self._project.protocol.order, self._project.judgments_per_pair
        )

    def _judgments(self, rows: list[PairRow], numbers: dict[str, int]) -> list[tuple[Any, ...]]:
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

    def _add(self, known: list[tuple[ExistingPair, PairRow]]) -> None:
        """Add choices to pairs that are stored already; what an earlier import said stays."""
        given = {}
        for pair, row in known:
            if row.outcome is not None:
                person = self._annotators.number_of(row.annotator)
                given[judgment_id(pair.pair_id, person)] = (pair, row, person)
        query = select(Judgment.id, Judgment.outcome).where(col(Judgment.id).in_(given))
        said = dict(self._session.exec(query).all()) if given else {}
        fresh = []
        for number, (pair, row, person) in given.items():
            if number not in said:
                needed = self._project.judgments_per_pair + pair.more_judgments
                surplus = pair.pool == Pool.REGULAR and pair.judgment_count >= needed
                fresh.append(judgment_of(row, pair.pair_id, person, surplus=surplus, came_with_pair=False))
                self._cover(pair)
        insert_choices(self._session, self._project, fresh)
        move_pairs(self._session, self._project, [move_of(row) for row in fresh])
        self.counts += ImportCounts(
            choices=len(fresh),
            already_there=len(known) - len(fresh),
            contradictions=sum(outcome != given[number][1].outcome for number, outcome in said.items()),
        )

    def _cover(self, pair: ExistingPair) -> None:
        """One more judgment on a pair; not every pair is part of the coverage."""
        if covered(pair):
            self._coverage[pair.judgment_count] -= 1
            self._coverage[pair.judgment_count + 1] += 1
        pair.judgment_count += 1


@lru_cache(maxsize=1000)  # the same few votes come again and again
def _counts(judgments: int, zeros: int, ones: int, order: Order, needed: int) -> tuple[Any, ...]:
    """The columns that follow from a pair's judgments and votes, `COUNTS`."""
    minority = judgments - max(zeros, ones, judgments - zeros - ones)
    place = place_in_queue(order, judgments=judgments, minority=minority, needed=needed)
    return judgments, zeros, ones, minority, place
