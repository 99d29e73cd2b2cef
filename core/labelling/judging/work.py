"""The pairs that a batch of answers is about, what this person did and holds there, what rankings imply."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import BindParameter, bindparam
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from core.errors import InvalidInput
from core.labelling.holders import Lease
from core.labelling.judgments import Judgment, standing
from core.labelling.models import AnswerSet, Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView

BY_POOL = {Pool.GOLD: Purpose.GOLD, Pool.CALIBRATION: Purpose.CALIBRATION}
OF_WORK = (
    col(Pair.id),
    col(Pair.pool),
    col(Pair.judgment_count),
    col(Pair.gold),
    col(Pair.gold_note),
    col(Pair.settled),
    col(Pair.answer_set_id),
    col(Pair.left_out),
    col(Pair.more_judgments),
)
"""The columns of a pair of which a `Work` is made, in its order."""
# Built once: on the way of every answer, building a statement would take longer than running it.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_PAIRS = (
    rows_of(*OF_WORK)
    .where(col(Pair.project_id) == bindparam("project_id"), col(Pair.id).in_(_IDS))
    .order_by(col(Pair.id))
    .with_for_update(key_share=True)
)
_PEOPLE: BindParameter[list[int]] = bindparam("people", expanding=True)
_ANSWERED = rows_of(col(Judgment.pair_id), col(Judgment.person_id), col(Judgment.is_retest)).where(
    col(Judgment.pair_id).in_(_IDS), col(Judgment.person_id).in_(_PEOPLE), *standing(Judgment)
)
_LEASED = rows_of(col(Lease.pair_id), col(Lease.person_id), col(Lease.purpose)).where(
    col(Lease.pair_id).in_(_IDS), col(Lease.person_id).in_(_PEOPLE)
)


@dataclass
class Work:
    """One pair of a batch.

    Attributes:
        judgment_count: Standing judgments when the batch began; the ledger counts on.
        left_out: As of its `Pair`, like ``more_judgments``.
        lease: Why the person holds it; None if they do not (any more).
        answered: The person's standing answers: False for the first one, True for a re-test.
        answers: How many answers the set has that this pair stands for.
    """

    id: int
    pool: Pool
    judgment_count: int = 0
    gold: Outcome | None = None
    gold_note: str | None = None
    settled: Outcome | None = None
    answer_set_id: int | None = None
    left_out: str | None = None
    more_judgments: int = 0
    lease: Purpose | None = None
    answered: set[bool] = field(default_factory=set)
    answers: int = 0

    @property
    def purpose(self) -> Purpose:
        """Why the person answers it."""
        return self.lease or BY_POOL.get(self.pool, Purpose.REGULAR)

    def order_of(self, tokens: list[str]) -> list[int]:
        """The numbers of the answers, best first, from the browser's tokens.

        Raises:
            InvalidInput: They are not each answer of this set once.
        """
        wanted = [f"answer_{number}" for number in range(self.answers)]
        if not wanted or sorted(tokens) != sorted(wanted):
            raise InvalidInput(f"A ranking names each of the {self.answers} answers of its set once.")
        return [wanted.index(token) for token in tokens]


Works = dict[int, Work]
"""One person's, by the pair's number."""


def load_works(
    session: Session, project: ProjectView, named: Mapping[int, Collection[int]]
) -> dict[int, Works]:
    """The pairs of this project that each of these people names, locked until the unit of work ends."""
    items = sorted(set().union(*named.values()))
    works: dict[int, Works] = {person: {} for person in named}
    if not items:
        return works
    connection = session.connection()
    pairs = connection.execute(_PAIRS, {"project_id": project.id, "ids": items}).all()
    for person, numbers in named.items():
        works[person] = {row.id: Work(**row._mapping) for row in pairs if row.id in numbers}  # noqa: SLF001 - its public name
    asked = {"people": list(named), "ids": [row.id for row in pairs]}
    for pair_id, person, is_retest in connection.execute(_ANSWERED, asked):
        if pair_id in works[person]:
            works[person][pair_id].answered.add(is_retest)
    for pair_id, person, purpose in connection.execute(_LEASED, asked):
        if pair_id in works[person]:
            works[person][pair_id].lease = purpose
    _note_sets(session, [one for mine in works.values() for one in mine.values()])
    return works


def _note_sets(session: Session, works: Iterable[Work]) -> None:
    of_sets = [one for one in works if one.answer_set_id and one.pool != Pool.IMPLIED]
    if not of_sets:
        return
    wanted = {one.answer_set_id for one in of_sets}
    query = rows_of(col(AnswerSet.id), col(AnswerSet.answers)).where(col(AnswerSet.id).in_(wanted))
    answers = {row.id: len(row.answers) for row in session.connection().execute(query)}
    for one in of_sets:
        one.answers = answers[one.answer_set_id]


def implied(session: Session, work: Work, row: dict[str, Any]) -> Iterator[tuple[Work, dict[str, Any]]]:
    """The judgments that follow from the ranking in ``row``, but for ``row`` itself.

    A ranking of n answers orders n(n-1)/2 pairs, as in Ouyang et al., "Training language models to follow
    instructions with human feedback" (2022), section 3.5.
    """
    if not row["ranking"]:
        return
    query = (
        rows_of(*OF_WORK, col(Pair.place_0), col(Pair.place_1))
        .where(col(Pair.answer_set_id) == work.answer_set_id, col(Pair.pool) == Pool.IMPLIED)
        .order_by(col(Pair.id))
        .with_for_update(key_share=True)
    )
    rank = {answer: place for place, answer in enumerate(row["ranking"])}
    for *columns, place_0, place_1 in session.connection().execute(query):
        other = Work(*columns)
        better = rank[place_1 or 0] < rank[place_0 or 0]
        judgment = row | {
            "id": str(uuid5(UUID(row["id"]), str(other.id))),
            "pair_id": other.id,
            "outcome": Outcome.CANDIDATE_1 if better else Outcome.CANDIDATE_0,
            "purpose": Purpose.REGULAR,
            "active_ms": 0,  # the time is the ranking's, and counted with it
            "ranking": None,
            "ranking_id": row["id"],
            "flag": None,
        }
        yield other, judgment
