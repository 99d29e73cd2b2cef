"""Everything that happened to a pair, in order: who answered, took back, returned, decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import SYSTEM, Person
from core.errors import NotFound
from core.labelling.adjudication.opinions import Opinion
from core.labelling.adjudication.settling import REOPENED
from core.labelling.models import Judgment, Outcome, Pair
from core.labelling.project_view import ProjectView
from core.labelling.queue_models import Decision, Return


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


def pair_history(session: Session, project: ProjectView, pair_id: int) -> list[HistoryEntry]:
    """What happened to a pair, earliest first; judgments that were withdrawn are in it too.

    Raises:
        NotFound: The pair is not in the project.
    """
    pair = session.get(Pair, pair_id)
    if pair is None or pair.project_id != project.id:
        raise NotFound(f"There is no pair {pair_id} in the project “{project.name}”.")
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
