"""Insert gold pairs, whose right answer is known; a pair that nobody has answered becomes gold."""

from collections.abc import Collection

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from core.datasets.importing.staged import NO_COUNTS, PAIR_COLUMNS, StagedPair
from core.datasets.importing.stored import Stored, stored_pairs
from core.datasets.importing.taken import Taken
from core.db.insert import insert_tuples
from core.labelling import Judgment, Pair, Pool, ProjectView
from core.labelling.queue.priority import PairMove, fill_calibration, move_pairs
from core.labelling.stored_answer import standing
from core.labelling.tallies import add_coverage

_MAKE_GOLD = (
    update(Pair)
    .where(col(Pair.id) == bindparam("pair"))
    .values(pool=Pool.GOLD, gold=bindparam("answer"), gold_note=bindparam("why"))
)


class GoldTaker:
    """Takes batches of gold pairs: they stand in no queue, and their answers are no judgments."""

    def __init__(self, session: Session, project: ProjectView) -> None:
        self._session, self._project = session, project
        self._made = 0
        self.taken = Taken()

    def take(self, batch: Collection[StagedPair]) -> None:
        """Insert the pairs that are new; of those that are there, the ones without answers become gold."""
        stored = stored_pairs(self._session, self._project, [row.content_hash for row in batch], lock=True)
        fresh = [row for row in batch if row.content_hash not in stored]
        rows = [(*row[: len(PAIR_COLUMNS)], row.outcome, row.note) for row in fresh]
        same = NO_COUNTS | {"project_id": self._project.id, "pool": Pool.GOLD}
        insert_tuples(self._session, Pair, (*PAIR_COLUMNS, "gold", "gold_note"), rows, same=same)
        self.taken += Taken(rows=len(fresh))
        self._make_gold([(stored[row.content_hash], row) for row in batch if row.content_hash in stored])

    def finish(self) -> None:
        """What comes once, after all rows: gold pairs are not part of the coverage."""
        fill_calibration(self._session, self._project)
        add_coverage(self._session, self._project.id, {0: -self._made})

    def _make_gold(self, there: list[tuple[Stored, StagedPair]]) -> None:
        gold = [(pair, row) for pair, row in there if pair.pool == Pool.GOLD]
        other = [(pair, row) for pair, row in there if pair.pool != Pool.GOLD]
        answered = self._answered([pair.pair_id for pair, _ in other])
        free = [(pair, row) for pair, row in other if pair.pair_id not in answered]
        if free:
            values = [{"pair": pair.pair_id, "answer": row.outcome, "why": row.note} for pair, row in free]
            self._session.connection().execute(_MAKE_GOLD, values)
            move_pairs(self._session, self._project, [PairMove(pair.pair_id) for pair, _ in free])
        self._made += len(free)
        self.taken += Taken(
            rows=len(free),
            already_there=len(gold),
            contradictions=sum(pair.gold != row.outcome for pair, row in gold),
            judged=len(other) - len(free),
        )

    def _answered(self, pair_ids: list[int]) -> set[int]:
        """The pairs with an answer that stands, be it a skip."""
        query = select(Judgment.pair_id).where(col(Judgment.pair_id).in_(pair_ids), *standing(Judgment))
        return set(self._session.exec(query))
