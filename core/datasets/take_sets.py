"""Insert sets of answers to be ranked, and the pairs that each of them implies."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from core.datasets.answer_set_records import AnswerSetRecord
from core.datasets.read_file import Record, fingerprint_of
from core.datasets.take_rows import PAIR_KEY, Taken, pair_row
from core.db.insert import insert_new
from core.labelling import AnswerSet, Pair, Pool, ProjectView
from core.labelling.hashing import content_hash
from core.labelling.tallies import add_coverage

BATCH = 200
"""Sets a statement; nine answers make 36 pairs."""


def take_sets(session: Session, project: ProjectView, records: Iterator[Record], *, origin: str) -> Taken:
    """Insert the sets that are new, each with a pair for each two of its answers."""
    taken = Taken()
    covered = 0
    while batch := [record for record in islice(records, BATCH) if isinstance(record, AnswerSetRecord)]:
        known = _stored(session, project, batch)
        fresh = [record for record in batch if fingerprint_of(record) not in known]
        rows = [_set_row(project, record) for record in fresh]
        insert_new(session, AnswerSet, rows, key=["project_id", "content_hash"])
        numbers = _stored(session, project, fresh)
        pairs = [
            row
            for record in fresh
            for row in _pair_rows(project, record, origin, numbers[fingerprint_of(record)])
        ]
        insert_new(session, Pair, pairs, key=PAIR_KEY)
        covered += len(pairs)
        taken += Taken(rows=len(fresh))
    add_coverage(session, project.id, {0: covered})
    return taken


def _stored(session: Session, project: ProjectView, records: Iterable[AnswerSetRecord]) -> dict[str, int]:
    query = select(col(AnswerSet.content_hash), col(AnswerSet.id)).where(
        col(AnswerSet.project_id) == project.id,
        col(AnswerSet.content_hash).in_([fingerprint_of(record) for record in records]),
    )
    return {fingerprint: number or 0 for fingerprint, number in session.exec(query)}


def _set_row(project: ProjectView, record: AnswerSetRecord) -> dict[str, Any]:
    return {
        "project_id": project.id,
        "content_hash": fingerprint_of(record),
        "input_text": record.input_text,
        "answers": list(record.candidates),
    }


def _pair_rows(
    project: ProjectView, record: AnswerSetRecord, origin: str, set_id: int
) -> Iterator[dict[str, Any]]:
    """The first pair stands for the set in the queue; the others are answered with it."""
    for first, second, pair in record.pairs():
        # Two sets may share two answers; the set's own fingerprint keeps their pairs apart.
        fingerprint = content_hash(
            fingerprint_of(record), pair.input_text, pair.candidate_0, pair.candidate_1
        )
        stands_for_set = (first, second) == (0, 1)
        yield pair_row(project, pair, origin, fingerprint=fingerprint) | {
            "pool": Pool.REGULAR if stands_for_set else Pool.IMPLIED,
            "priority": 0 if stands_for_set else None,
            "answer_set_id": set_id,
            "place_0": first,
            "place_1": second,
        }
