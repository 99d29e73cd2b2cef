"""Insert checked rows in batches: pairs, the choices that came with them, prompts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, col, select, update

from core.access import IMPORTED_NAME, Person, PersonKind, Role
from core.datasets.models import DatasetKind, Prompt
from core.datasets.read_file import Record, fingerprint_of
from core.datasets.records import PairRecord
from core.db import now
from core.db.insert import insert_new
from core.labelling import Judgment, Outcome, Pair, ProjectView
from core.labelling.hashing import shuffle_key
from core.labelling.tallies import move_coverage

BATCH = 1000
IMPORTED_IDS = UUID("6b1f6a0e-6a52-4d0c-9d5c-0d8b7d5f1f3a")


@dataclass(frozen=True)
class Taken:
    """What was new: rows, choices; and choices that contradict an earlier import, which stays."""

    rows: int = 0
    choices: int = 0
    contradictions: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.rows + other.rows, self.choices + other.choices, self.contradictions + other.contradictions
        )


def take_pairs(session: Session, project: ProjectView, records: Iterator[Record], *, origin: str) -> Taken:
    """Insert the pairs that are new, and their choices as judgments of a person who stands for the import."""
    taken = Taken()
    while batch := [record for record in islice(records, BATCH) if isinstance(record, PairRecord)]:
        before = _stored(session, project, batch)
        fresh = [record for record in batch if fingerprint_of(record) not in before]
        insert_new(
            session,
            Pair,
            [_pair_row(project, record, origin) for record in fresh],
            key=["project_id", "content_hash"],
        )
        move_coverage(session, project.id, before=None, after=0, pairs=len(fresh))
        taken += Taken(rows=len(fresh)) + _take_choices(session, project, batch)
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


def _take_choices(session: Session, project: ProjectView, batch: list[PairRecord]) -> Taken:
    chosen = [record for record in batch if record.choice is not None]
    if not chosen:
        return Taken()
    person_id = _imported_person(session)
    stored = _stored(session, project, chosen)
    rows = [_judgment_row(project, record, stored[fingerprint_of(record)][0], person_id) for record in chosen]
    known = dict(
        session.exec(
            select(Judgment.id, Judgment.outcome).where(col(Judgment.id).in_([row["id"] for row in rows]))
        ).all()
    )
    fresh = [row for row in rows if row["id"] not in known]
    insert_new(session, Judgment, fresh, key=["id"])
    counts = dict(stored.values())
    _count_in(session, project, {row["pair_id"]: counts[row["pair_id"]] for row in fresh})
    contradictions = sum(known.get(row["id"], row["outcome"]) != row["outcome"] for row in rows)
    return Taken(choices=len(fresh), contradictions=contradictions)


def _stored(
    session: Session, project: ProjectView, batch: Iterable[PairRecord]
) -> dict[str, tuple[int, int]]:
    """Of these rows, the pairs that are stored: fingerprint to number and judgment count."""
    query = select(Pair.content_hash, Pair.id, Pair.judgment_count).where(
        Pair.project_id == project.id,
        col(Pair.content_hash).in_([fingerprint_of(record) for record in batch]),
    )
    return {fingerprint: (number or 0, count) for fingerprint, number, count in session.exec(query)}


def _count_in(session: Session, project: ProjectView, counts: dict[int, int]) -> None:
    """One judgment more on each of these pairs; ``counts`` says how many they had."""
    session.exec(
        update(Pair).where(col(Pair.id).in_(counts)).values(judgment_count=Pair.judgment_count + 1),
        execution_options={"synchronize_session": False},
    )
    for before, pairs in Counter(counts.values()).items():
        move_coverage(session, project.id, before=before, after=before + 1, pairs=pairs)


def _pair_row(project: ProjectView, record: PairRecord, origin: str) -> dict[str, Any]:
    fingerprint = fingerprint_of(record)
    return {
        "project_id": project.id,
        "content_hash": fingerprint,
        "shuffle_key": shuffle_key(project.seed, fingerprint),
        "input_text": record.input_text,
        "candidate_0": record.candidate_0,
        "candidate_1": record.candidate_1,
        "source_0": record.source_0,
        "source_1": record.source_1,
        "origin": origin,
        "line": record.line,
        "extra": record.extra or None,
    }


def _judgment_row(project: ProjectView, record: PairRecord, pair_id: int, person_id: int) -> dict[str, Any]:
    moment = now()
    return {
        "id": str(uuid5(IMPORTED_IDS, f"{pair_id}/{person_id}")),
        "project_id": project.id,
        "pair_id": pair_id,
        "person_id": person_id,
        "outcome": Outcome.CANDIDATE_1 if record.choice else Outcome.CANDIDATE_0,
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
