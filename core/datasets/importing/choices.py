"""Choices that came with rows, as judgments."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.datasets.importing.annotators import Annotators
from core.datasets.importing.staged import StagedPair
from core.datasets.importing.stored import Stored
from core.datasets.importing.taken import Taken
from core.db import now
from core.db.insert import insert_tuples
from core.labelling import Judgment, Outcome, Pool, ProjectView, Purpose
from core.labelling.queue.priority import PairMove, move_pairs

IMPORTED_IDS = UUID("6b1f6a0e-6a52-4d0c-9d5c-0d8b7d5f1f3a").bytes
COLUMNS = ("id", "pair_id", "person_id", "outcome", "strength", "about", "surplus")


def judgment_id(pair_id: int, person_id: int) -> str:
    """The id of an imported choice: ``uuid5`` of pair and person, spelt out because there are many."""
    digest = hashlib.sha1(IMPORTED_IDS + f"{pair_id}/{person_id}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def judgment_of(
    choice: StagedPair, pair_id: int, person_id: int, *, surplus: bool, came_with_pair: bool
) -> tuple[Any, ...]:
    """The columns of an imported choice.

    Where the pair came with another row, what this one says besides is kept with the choice.
    """
    return (
        judgment_id(pair_id, person_id),
        pair_id,
        person_id,
        choice.outcome,
        choice.strength,
        choice.about if came_with_pair else _own_row(choice),
        surplus,
    )


def _own_row(choice: StagedPair) -> dict[str, Any]:
    metadata = {"metadata": choice.extra} if choice.extra else {}
    return (choice.about or {}) | {"origin": choice.origin, "line": choice.line} | metadata


def insert_choices(
    session: Session,
    project: ProjectView,
    rows: Sequence[tuple[Any, ...]],
    *,
    columns: Sequence[str] = COLUMNS,
) -> None:
    """Insert judgments of which it is known that they are new; ``columns`` are those of the tuples."""
    moment = now()
    same = {
        "project_id": project.id,
        "purpose": Purpose.IMPORTED,
        "is_retest": False,
        "answered_at": moment,
        "received_at": moment,
    }
    insert_tuples(session, Judgment, columns, rows, same=same)


def add_choices(
    session: Session,
    project: ProjectView,
    chosen: Sequence[tuple[Stored, StagedPair]],
    annotators: Annotators,
    coverage: Counter[int],
) -> Taken:
    """Add choices to pairs that are stored already; what an earlier import said stays."""
    given = {}
    for pair, choice in chosen:
        person = annotators.number_of(choice.annotator)
        given[judgment_id(pair.pair_id, person)] = (pair, choice, person)
    known = dict(session.exec(select(Judgment.id, Judgment.outcome).where(col(Judgment.id).in_(given))).all())
    rows = []
    for number, (pair, choice, person) in given.items():
        if number not in known:
            surplus = pair.pool == Pool.REGULAR and pair.judgment_count >= project.judgments_per_pair
            rows.append(judgment_of(choice, pair.pair_id, person, surplus=surplus, came_with_pair=False))
            _cover(coverage, pair)
    insert_choices(session, project, rows)
    move_pairs(session, project, [move_of(row) for row in rows])
    return Taken(
        choices=len(rows),
        contradictions=sum(outcome != given[number][1].outcome for number, outcome in known.items()),
    )


def _cover(coverage: Counter[int], pair: Stored) -> None:
    """One more judgment on a pair; gold pairs are not part of the coverage."""
    if pair.pool != Pool.GOLD:
        coverage[pair.judgment_count] -= 1
        coverage[pair.judgment_count + 1] += 1
    pair.judgment_count += 1


def move_of(row: tuple[Any, ...]) -> PairMove:
    """What a new judgment, given by its columns, adds to its pair's counts."""
    _, pair_id, _, outcome, *_ = row
    return PairMove(
        pair_id,
        judgments=1,
        votes_0=int(outcome == Outcome.CANDIDATE_0),
        votes_1=int(outcome == Outcome.CANDIDATE_1),
    )
