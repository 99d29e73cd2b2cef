"""Choices that came with rows, as judgments of the people whom a file names."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access import Person, PersonKind, Role, folded, imported_name
from core.datasets.importing.spool import PairRow
from core.db import insert_tuples, now
from core.errors import InvalidInput
from core.labelling import Judgment, Outcome, ProjectView, Purpose
from core.labelling.queue import PairMove

MOST_ANNOTATORS = 2000
"""Of one import; beyond, the column that was taken for the annotator is probably something else."""


class Annotators:
    """Finds or adds the people of an import."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[str | int | None, int] = {}
        self._there: dict[str, Person] = {}

    def number_of(self, annotator: str | int | None) -> int:
        """The person who stands for an annotator, however the name is spelt.

        None stands for the file itself, a number for one more whom it does not name.

        Raises:
            InvalidInput: The import names more annotators than any team has.
        """
        if annotator not in self._numbers:
            if len(self._numbers) >= MOST_ANNOTATORS:
                raise InvalidInput(
                    f"The file names more than {MOST_ANNOTATORS:,} annotators, such as “{annotator}”; "
                    "see whether that field really says who chose. Nothing was taken."
                )
            self._numbers[annotator] = self._person(annotator)
        return self._numbers[annotator]

    def _person(self, annotator: str | int | None) -> int:
        name = imported_name(annotator)
        if not self._there:
            self._there = self._known()
        person = self._there.get(name) or self._there.get(folded(name))
        if person is None:
            person = Person(name=name, role=Role.ANNOTATOR, kind=PersonKind.IMPORTED)
            self._session.add(person)
            self._session.flush()
            self._there[folded(name)] = person
        return person.merged_into or person.id or 0

    def _known(self) -> dict[str, Person]:
        """Those of earlier imports, by their names as they are and folded; of two the earlier."""
        query = select(Person).where(col(Person.kind) == PersonKind.IMPORTED).order_by(col(Person.id).desc())
        people = list(self._session.exec(query))
        return {folded(one.name): one for one in people} | {one.name: one for one in people}


IMPORTED_IDS = UUID("6b1f6a0e-6a52-4d0c-9d5c-0d8b7d5f1f3a").bytes
COLUMNS = ("id", "pair_id", "person_id", "outcome", "strength", "about", "surplus")


def judgment_id(pair_id: int, person_id: int) -> str:
    """The id of an imported choice: ``uuid5`` of pair and person, spelt out because there are many."""
    digest = hashlib.sha1(IMPORTED_IDS + f"{pair_id}/{person_id}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def judgment_of(
    choice: PairRow, pair_id: int, person_id: int, *, surplus: bool, came_with_pair: bool
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


def _own_row(choice: PairRow) -> dict[str, Any]:
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


def move_of(row: tuple[Any, ...]) -> PairMove:
    """What a new judgment, given by its columns, adds to its pair's counts."""
    _, pair_id, _, outcome, *_ = row
    return PairMove(
        pair_id,
        judgments=1,
        votes_0=int(outcome == Outcome.CANDIDATE_0),
        votes_1=int(outcome == Outcome.CANDIDATE_1),
    )
