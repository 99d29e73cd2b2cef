"""Who said what about a pair, and everything that happened to it, in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import SYSTEM, Action, Person, ensure_may
from core.errors import NotFound
from core.labelling.adjudication.settling import REOPENED
from core.labelling.judgments import Decision, Judgment, Return, standing
from core.labelling.models import Outcome, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView


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


def opinions_on(session: Session, project: ProjectView, pairs: Iterable[int]) -> dict[int, list[Opinion]]:
    """The standing answers on each of these pairs of a project as they came, skips too but no re-tests."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Judgment, Person.name)
        .join(Person, col(Person.id) == Judgment.person_id)
        .where(
            col(Judgment.pair_id).in_(list(pairs)), col(Judgment.is_retest).is_(False), *standing(Judgment)
        )
        .order_by(col(Judgment.received_at), col(Judgment.id))
    )
    found: dict[int, list[Opinion]] = {}
    own = ((one, name) for one, name in session.exec(query) if one.project_id == project.id)
    for judgment, name in own:
        found.setdefault(judgment.pair_id, []).append(Opinion.of(judgment, name))
    return found


class Happened(StrEnum):
    """What somebody did to a pair."""

    JUDGED = "judged"
    SKIPPED = "skipped"
    TOOK_BACK = "took back"
    RETURNED = "returned"
    DECIDED = "decided"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened.

    Attributes:
        at: When it arrived here.
        name: Who did it.
        outcome: What was said about the pair, if anything.
        note: What an adjudicator wrote.
        stands: Whether it holds now: the judgment was not withdrawn, the decision not replaced.
        about: Whose judgment was returned.
        opinion: The judgment or skip with all that was said.
        made_gold: Whether the decision made the pair gold; ``made_example``, whether an example.
    """

    at: datetime
    happened: Happened
    name: str
    outcome: Outcome | None = None
    note: str = ""
    stands: bool = True
    about: str | None = None
    opinion: Opinion | None = None
    made_gold: bool = False
    made_example: bool = False


def pair_text(session: Session, project: ProjectView, pair_id: int) -> PairText:
    """One pair with its texts.

    Raises:
        NotFound: The pair is not in the project.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    pair = session.get(Pair, pair_id)
    if pair is None or pair.project_id != project.id:
        raise NotFound(f"There is no pair {pair_id} in the project “{project.name}”.")
    return PairText.of(pair)


def pair_history(session: Session, project: ProjectView, pair_id: int) -> list[HistoryEntry]:
    """What happened to a pair, earliest first; judgments that were withdrawn are in it too.

    Raises:
        NotFound: The pair is not in the project.
    """
    pair_text(session, project, pair_id)
    entries = [*_judgments(session, pair_id), *_returns(session, pair_id), *_decisions(session, pair_id)]
    return sorted(entries, key=lambda entry: entry.at)


def _judgments(session: Session, pair_id: int) -> Iterator[HistoryEntry]:
    query = (
        select(Judgment, Person.name)
        .join(Person, col(Person.id) == Judgment.person_id)
        .where(Judgment.pair_id == pair_id)
        .order_by(col(Judgment.received_at), col(Judgment.answered_at))
    )
    for judgment, name in session.exec(query):
        if judgment.outcome == Outcome.UNDO:
            yield HistoryEntry(judgment.received_at, Happened.TOOK_BACK, name)
            continue
        yield HistoryEntry(
            judgment.received_at,
            Happened.JUDGED if judgment.outcome.counts else Happened.SKIPPED,
            name,
            outcome=judgment.outcome,
            stands=judgment.withdrawn_by is None,
            opinion=Opinion.of(judgment, name),
        )


def _returns(session: Session, pair_id: int) -> Iterator[HistoryEntry]:
    annotator, lead = aliased(Person), aliased(Person)
    query = (
        select(Return, annotator.name, lead.name)
        .join(annotator, col(annotator.id) == Return.person_id)
        .join(lead, col(lead.id) == Return.returned_by, isouter=True)
        .where(Return.pair_id == pair_id)
    )
    for returned, about, name in session.exec(query):
        yield HistoryEntry(
            returned.at, Happened.RETURNED, name or SYSTEM.name, note=returned.note, about=about
        )


def _decisions(session: Session, pair_id: int) -> Iterator[HistoryEntry]:
    query = (
        select(Decision, Person.name)
        .join(Person, col(Person.id) == Decision.person_id)
        .where(Decision.pair_id == pair_id)
        .order_by(col(Decision.id))
    )
    rows = session.exec(query).all()
    for decision, name in rows:
        reopened = decision.outcome == REOPENED
        yield HistoryEntry(
            decision.at,
            Happened.REOPENED if reopened else Happened.DECIDED,
            name,
            outcome=None if reopened else Outcome(decision.outcome),
            note=decision.note,
            stands=decision is rows[-1][0],
            made_gold=decision.made_gold,
            made_example=decision.made_example,
        )
