"""Who said what about a pair, as somebody sees it who decides: with names and reasons, without sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlmodel import Session, col, select

from core.access import Person
from core.labelling.models import Judgment, Outcome, Pair, Pool, Purpose
from core.labelling.stored_answer import standing


@dataclass(frozen=True, slots=True)
class PairText:
    """A pair as it is stored: candidates by their numbers, on no side. Which model wrote them is left out."""

    id: int
    input_text: str
    candidate_0: str
    candidate_1: str
    pool: Pool
    gold: Outcome | None
    settled: Outcome | None

    @classmethod
    def of(cls, pair: Pair) -> Self:
        """The view of a stored row."""
        return cls(**{name: getattr(pair, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Opinion:
    """One standing answer and what was said with it.

    Attributes:
        judgment_id: What `core.labelling.judging.returning.return_judgment` takes.
        answered_at: When it came to the server; the browser's clock may be years off.
        implied: Whether it follows from a ranking; then the ranking's first pair is the one to be returned.
    """

    judgment_id: str
    person_id: int
    name: str
    outcome: Outcome
    purpose: Purpose
    answered_at: datetime
    strength: int | None
    confidence: int | None
    rationale: str | None
    reason: str | None
    flag: str | None
    implied: bool

    @classmethod
    def of(cls, judgment: Judgment, name: str) -> Self:
        """The view of a row and its author."""
        return cls(
            judgment_id=judgment.id,
            person_id=judgment.person_id,
            name=name,
            outcome=judgment.outcome,
            purpose=judgment.purpose,
            answered_at=judgment.received_at,
            strength=judgment.strength,
            confidence=judgment.confidence,
            rationale=judgment.rationale,
            reason=judgment.reason,
            flag=judgment.flag,
            implied=judgment.ranking_id not in {None, judgment.id},
        )


def opinions_on(session: Session, pairs: Iterable[int]) -> dict[int, list[Opinion]]:
    """The standing answers on each of these pairs in the order they came, skips too but no re-tests."""
    query = (
        select(Judgment, Person.name)
        .join(Person, col(Person.id) == Judgment.person_id)
        .where(
            col(Judgment.pair_id).in_(list(pairs)),
            col(Judgment.is_retest).is_(False),
            *standing(Judgment),
        )
        .order_by(col(Judgment.received_at), col(Judgment.id))
    )
    found: dict[int, list[Opinion]] = {}
    for judgment, name in session.exec(query):
        found.setdefault(judgment.pair_id, []).append(Opinion.of(judgment, name))
    return found
