"""Insert checked rows in batches: pairs, the choices that came with them, prompts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from core.access import IMPORTED_NAME, Person, PersonKind, Role
from core.datasets.models import DatasetKind, Prompt
from core.datasets.read_file import Record, fingerprint_of
from core.datasets.records import PairRecord
from core.db import now
from core.db.insert import insert_new
from core.labelling import Judgment, Outcome, Pair, Pool, ProjectView, Purpose
from core.labelling.hashing import shuffle_key
from core.labelling.requeue import PairMove, fill_calibration, move_pairs
from core.labelling.tallies import add_coverage

BATCH = 1000
_STORED = (col(Pair.content_hash), col(Pair.id), col(Pair.judgment_count), col(Pair.pool), col(Pair.gold))
PAIR_KEY = ["project_id", "content_hash"]
IMPORTED_IDS = UUID("6b1f6a0e-6a52-4d0c-9d5c-0d8b7d5f1f3a")


@dataclass(frozen=True)
class Taken:
    """What an import changed.

    Attributes:
        rows: Rows that are new; of a gold file also pairs that have become gold.
        choices: Judgments that came with them.
        contradictions: Choices, or right answers, that differ from what an earlier import said, which stays.
        judged: Pairs of a gold file that were left as they are, because people have judged them.
    """

    rows: int = 0
    choices: int = 0
    contradictions: int = 0
    judged: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.rows + other.rows,
            self.choices + other.choices,
            self.contradictions + other.contradictions,
            self.judged + other.judged,
        )


@dataclass(frozen=True)
class Stored:
    """What of a row's pair is stored already."""

    pair_id: int
    judgment_count: int
    pool: Pool
    gold: Outcome | None


def take_pairs(session: Session, project: ProjectView, records: Iterator[Record], *, origin: str) -> Taken:
    """Insert the pairs that are new, and their choices as judgments of a person who stands for the import."""
    taken = Taken()
    coverage: Counter[int] = Counter()
    while batch := [record for record in islice(records, BATCH) if isinstance(record, PairRecord)]:
        before = stored_pairs(session, project, batch)
        fresh = [record for record in batch if fingerprint_of(record) not in before]
        rows = [pair_row(project, record, origin) for record in fresh]
        insert_new(session, Pair, rows, key=PAIR_KEY)
        coverage[0] += len(fresh)
        taken += Taken(rows=len(fresh)) + _take_choices(session, project, batch, coverage)
    fill_calibration(session, project)
    add_coverage(session, project.id, coverage)
    return taken


def take_prompts(
    session: Session, project: ProjectView, purpose: DatasetKind, records: Iterator[Record], *, origin: str
) -> Taken:
    """Insert the prompts that are new for this purpose."""
    taken = Taken()
    while batch := list(islice(records, BATCH)):
        known = set(
            session.exec(
                select(Prompt.content_hash).where(
                    Prompt.project_id == project.id,
                    Prompt.purpose == purpose,
                    col(Prompt.content_hash).in_([fingerprint_of(record) for record in batch]),
                )
            )
        )
        rows = [
            _prompt_row(project, purpose, record, origin)
            for record in batch
            if fingerprint_of(record) not in known
        ]
        insert_new(session, Prompt, rows, key=["project_id", "purpose", "content_hash"])
        taken += Taken(rows=len(rows))
    return taken


def _take_choices(
    session: Session, project: ProjectView, batch: list[PairRecord], coverage: Counter[int]
) -> Taken:
    chosen = [record for record in batch if record.choice is not None]
    if not chosen:
        return Taken()
    person_id = _imported_person(session)
    stored = stored_pairs(session, project, chosen, lock=True)
    rows = [_judgment_row(project, record, stored[fingerprint_of(record)], person_id) for record in chosen]
    known = dict(
        session.exec(
            select(Judgment.id, Judgment.outcome).where(col(Judgment.id).in_([row["id"] for row in rows]))
        ).all()
    )
    fresh = [row for row in rows if row["id"] not in known]
    insert_new(session, Judgment, fresh, key=["id"])
    _count_in(session, project, fresh)
    _cover(coverage, fresh, {one.pair_id: one for one in stored.values()})
    contradictions = sum(known.get(row["id"], row["outcome"]) != row["outcome"] for row in rows)
    return Taken(choices=len(fresh), contradictions=contradictions)


def stored_pairs(
    session: Session, project: ProjectView, batch: Iterable[PairRecord], *, lock: bool = False
) -> dict[str, Stored]:
    """Of these rows, the pairs that are stored, by fingerprint; ``lock`` keeps others from changing them."""
    query = (
        select_columns(*_STORED)
        .where(
            col(Pair.project_id) == project.id,
            col(Pair.content_hash).in_([fingerprint_of(record) for record in batch]),
        )
        .order_by(col(Pair.id))
    )
    if lock:
        query = query.with_for_update(key_share=True)
    rows = session.connection().execute(query)
    return {row.content_hash: Stored(row.id, row.judgment_count, row.pool, row.gold) for row in rows}


def _count_in(session: Session, project: ProjectView, fresh: list[dict[str, Any]]) -> None:
    """Count new judgments in on their pairs."""
    moves = [
        PairMove(
            row["pair_id"],
            judgments=1,
            votes_0=int(row["outcome"] == Outcome.CANDIDATE_0),
            votes_1=int(row["outcome"] == Outcome.CANDIDATE_1),
        )
        for row in fresh
    ]
    move_pairs(session, project, moves)


def _cover(coverage: Counter[int], fresh: list[dict[str, Any]], pairs: dict[int, Stored]) -> None:
    """Note what new judgments change in the coverage; ``pairs`` says how many theirs had."""
    for pair in (pairs[row["pair_id"]] for row in fresh):
        if pair.pool != Pool.GOLD:
            coverage[pair.judgment_count] -= 1
            coverage[pair.judgment_count + 1] += 1


def pair_row(
    project: ProjectView, record: PairRecord, origin: str, *, fingerprint: str | None = None
) -> dict[str, Any]:
    """The columns of a new pair; its fingerprint is that of its texts unless another is given."""
    fingerprint = fingerprint or fingerprint_of(record)
    return {
        "project_id": project.id,
        "content_hash": fingerprint,
        "shuffle_key": shuffle_key(project.seed, fingerprint),
        "priority": 0,  # without judgments a pair comes first in every order
        "input_text": record.input_text,
        "candidate_0": record.candidate_0,
        "candidate_1": record.candidate_1,
        "source_0": record.source_0,
        "source_1": record.source_1,
        "origin": origin,
        "line": record.line,
        "extra": record.extra or None,
    }


def _judgment_row(project: ProjectView, record: PairRecord, pair: Stored, person_id: int) -> dict[str, Any]:
    moment = now()
    full = pair.pool == Pool.REGULAR and pair.judgment_count >= project.judgments_per_pair
    return {
        "id": str(uuid5(IMPORTED_IDS, f"{pair.pair_id}/{person_id}")),
        "project_id": project.id,
        "pair_id": pair.pair_id,
        "person_id": person_id,
        "outcome": Outcome.CANDIDATE_1 if record.choice else Outcome.CANDIDATE_0,
        "purpose": Purpose.IMPORTED,
        "surplus": full,
        "answered_at": moment,
        "received_at": moment,
    }


def _prompt_row(project: ProjectView, purpose: DatasetKind, record: Record, origin: str) -> dict[str, Any]:
    return {
        "project_id": project.id,
        "purpose": purpose,
        "content_hash": fingerprint_of(record),
        "input_text": record.input_text,
        "origin": origin,
        "line": record.line,
        "extra": record.extra or None,
    }


def _imported_person(session: Session) -> int:
    person = session.exec(select(Person).where(Person.kind == PersonKind.IMPORTED)).first()
    if person is None:
        person = Person(name=IMPORTED_NAME, role=Role.ANNOTATOR, kind=PersonKind.IMPORTED)
        session.add(person)
        session.flush()
    return person.id or 0
