"""Insert gold pairs, whose right answer is known; a pair that nobody has answered becomes gold."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from core.datasets.read_file import Record, fingerprint_of
from core.datasets.records import GoldRecord
from core.datasets.take_rows import BATCH, PAIR_KEY, Stored, Taken, pair_row, stored_pairs
from core.db.insert import insert_new
from core.labelling import Judgment, Outcome, Pair, Pool, ProjectView
from core.labelling.requeue import PairMove, fill_calibration, move_pairs
from core.labelling.stored_answer import standing
from core.labelling.tallies import add_coverage

_MAKE_GOLD = (
    update(Pair)
    .where(col(Pair.id) == bindparam("pair"))
    .values(pool=Pool.GOLD, gold=bindparam("answer"), gold_note=bindparam("why"))
)


def take_gold(session: Session, project: ProjectView, records: Iterator[Record], *, origin: str) -> Taken:
    """Insert the gold pairs that are new; of those that are there, the ones without answers become gold.

    Gold pairs stand in no queue and are not part of the coverage; their answers are no judgments.
    """
    taken = Taken()
    made = 0
    while batch := [record for record in islice(records, BATCH) if isinstance(record, GoldRecord)]:
        stored = stored_pairs(session, project, batch, lock=True)
        fresh = [record for record in batch if fingerprint_of(record) not in stored]
        rows = [pair_row(project, record, origin) | _gold_columns(record) for record in fresh]
        insert_new(session, Pair, rows, key=PAIR_KEY)
        there = [(stored[mark], record) for record in batch if (mark := fingerprint_of(record)) in stored]
        of_stored = _make_gold(session, project, there)
        made += of_stored.rows
        taken += Taken(rows=len(fresh)) + of_stored
    fill_calibration(session, project)
    add_coverage(session, project.id, {0: -made})
    return taken


def _make_gold(session: Session, project: ProjectView, there: list[tuple[Stored, GoldRecord]]) -> Taken:
    gold = [(pair, record) for pair, record in there if pair.pool == Pool.GOLD]
    other = [(pair, record) for pair, record in there if pair.pool != Pool.GOLD]
    answered = _answered(session, [pair.pair_id for pair, _ in other])
    free = [(pair, record) for pair, record in other if pair.pair_id not in answered]
    if free:
        rows = [{"pair": pair.pair_id, "answer": _right(record), "why": record.note} for pair, record in free]
        session.connection().execute(_MAKE_GOLD, rows)
        move_pairs(session, project, [PairMove(pair.pair_id) for pair, _ in free])
    return Taken(
        rows=len(free),
        contradictions=sum(pair.gold != _right(record) for pair, record in gold),
        judged=len(other) - len(free),
    )


def _answered(session: Session, pair_ids: list[int]) -> set[int]:
    """The pairs with an answer that stands, be it a skip."""
    query = select(Judgment.pair_id).where(col(Judgment.pair_id).in_(pair_ids), *standing(Judgment))
    return set(session.exec(query))


def _gold_columns(record: GoldRecord) -> dict[str, object]:
    return {"pool": Pool.GOLD, "priority": None, "gold": _right(record), "gold_note": record.note}


def _right(record: GoldRecord) -> Outcome:
    return Outcome.CANDIDATE_1 if record.choice else Outcome.CANDIDATE_0
