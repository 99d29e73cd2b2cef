"""What waits for a decision, disputed pairs and flagged answers, and what has been settled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column
from sqlmodel import Session, col, func, select

from core.access import Action, Person, ensure_may
from core.labelling.adjudication.history import Opinion, PairText, opinions_on
from core.labelling.judgments import Decision, Judgment, standing
from core.labelling.models import Outcome, Pair
from core.labelling.project_view import ProjectView


@dataclass(frozen=True, slots=True)
class DisputedPair:
    """A pair on which people differ.

    Attributes:
        pair: Its texts.
        votes: Who gave which answer, by answer; skips are among them but are no votes.
        minority: How many votes differ from the most frequent answer.
    """

    pair: PairText
    votes: dict[Outcome, tuple[Opinion, ...]]
    minority: int


@dataclass(frozen=True, slots=True)
class FlaggedJudgment:
    """An answer that came with a flag, and the pair it is about."""

    pair: PairText
    opinion: Opinion


def disputed_pairs(
    session: Session, project: ProjectView, *, limit: int, offset: int = 0
) -> list[DisputedPair]:
    """Pairs that nobody has settled, most disputed first; those of rankings too.

    Gold pairs are left out: their answer is known, and who differs from it is told by the figures of people.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    # Numbers first, along the index: the texts of pairs further down are never read.
    wanted = (
        select(Pair.id)
        .where(*_disputed(project))
        .order_by(col(Pair.minority).desc(), col(Pair.id).desc())
        .limit(limit)
        .offset(offset)
    )
    numbers = [number for number in session.exec(wanted) if number is not None]
    pairs = {pair.id: pair for pair in session.exec(select(Pair).where(col(Pair.id).in_(numbers)))}
    opinions = opinions_on(session, project, numbers)
    return [
        DisputedPair(
            PairText.of(pairs[number]), _by_outcome(opinions.get(number, [])), pairs[number].minority
        )
        for number in numbers
    ]


def flagged_judgments(session: Session, project: ProjectView, limit: int) -> list[FlaggedJudgment]:
    """Standing answers with a flag on pairs that nobody has settled, latest first."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Judgment, Pair, Person.name)
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .join(Person, col(Person.id) == Judgment.person_id)
        .where(*_flagged(project))
        .order_by(col(Judgment.received_at).desc())
        .limit(limit)
    )
    return [
        FlaggedJudgment(PairText.of(pair), Opinion.of(judgment, name))
        for judgment, pair, name in session.exec(query)
    ]


def count_disputed(session: Session, project: ProjectView, *, most: int | None = None) -> int:
    """How many `disputed_pairs` there are; with ``most``, no more than so many are counted."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    return _count(session, select(col(Pair.id)).where(*_disputed(project)), most)


def count_flagged(session: Session, project: ProjectView, *, most: int | None = None) -> int:
    """How many `flagged_judgments` there are; with ``most``, no more than so many are counted."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = select(col(Judgment.id)).join(Pair, col(Pair.id) == Judgment.pair_id)
    return _count(session, query.where(*_flagged(project)), most)


def _count(session: Session, rows: Select[Any], most: int | None) -> int:
    return session.exec(select(func.count()).select_from(rows.limit(most).subquery())).one()


def _disputed(project: ProjectView) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Pair.project_id) == project.id,
        # Spelled out as in `IS_DISPUTED`: only then does its index serve.
        col(Pair.minority) > literal_column("0"),
        col(Pair.settled).is_(None),
        col(Pair.pool) != literal_column("'gold'"),
        col(Pair.left_out).is_(None),
    )


def _flagged(project: ProjectView) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Judgment.project_id) == project.id,
        col(Judgment.flag).is_not(None),
        *standing(Judgment),
        col(Pair.settled).is_(None),
        col(Pair.left_out).is_(None),
    )


def _by_outcome(opinions: list[Opinion]) -> dict[Outcome, tuple[Opinion, ...]]:
    return {
        outcome: tuple(one for one in opinions if one.outcome == outcome)
        for outcome in Outcome
        if any(one.outcome == outcome for one in opinions)
    }


@dataclass(frozen=True, slots=True)
class SettledPair:
    """A pair with the decision that settles it; ``pair.settled`` is what was decided.

    Attributes:
        pair: Its texts.
        name: Who decided.
        at: When.
        note: What was written with it.
    """

    pair: PairText
    name: str
    at: datetime
    note: str


def settled_pairs(
    session: Session, project: ProjectView, *, limit: int, offset: int = 0
) -> list[SettledPair]:
    """Settled pairs with their latest decision, latest decided first."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Decision, Pair, Person.name)
        .join(Pair, col(Pair.id) == Decision.pair_id)
        .join(Person, col(Person.id) == Decision.person_id)
        .where(*_settled(project))
        .order_by(col(Decision.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        SettledPair(PairText.of(pair), name, decision.at, decision.note)
        for decision, pair, name in session.exec(query)
    ]


def latest_decisions(session: Session, project: ProjectView, *, limit: int) -> list[SettledPair]:
    """The decisions that were made last, those that were changed later too; what was reopened is left out.

    Unlike `settled_pairs` it looks at no more decisions than it gives, or hardly.
    """
    return _decisions(session, project, limit)


def settled_pair(session: Session, project: ProjectView, pair_id: int) -> SettledPair | None:
    """The pair with the decision that settles it; None if nothing does."""
    return next(iter(_decisions(session, project, 1, Decision.pair_id == pair_id)), None)


def _decisions(session: Session, project: ProjectView, limit: int, *more: bool) -> list[SettledPair]:
    """Decisions on settled pairs for which more holds, the latest first."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Decision, Pair, Person.name)
        .join(Pair, col(Pair.id) == Decision.pair_id)
        .join(Person, col(Person.id) == Decision.person_id)
        .where(Decision.project_id == project.id, col(Pair.settled).is_not(None), *more)
        .order_by(col(Decision.id).desc())
        .limit(limit)
    )
    return [
        SettledPair(PairText.of(pair), name, decision.at, decision.note)
        for decision, pair, name in session.exec(query)
    ]


def count_settled(session: Session, project: ProjectView, *, most: int | None = None) -> int:
    """How many `settled_pairs` there are; with ``most``, no more than so many are counted."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = select(col(Decision.id)).join(Pair, col(Pair.id) == Decision.pair_id)
    return _count(session, query.where(*_settled(project)), most)


def _settled(project: ProjectView) -> tuple[ColumnElement[bool], ...]:
    """The latest decision of each settled pair: there are few decisions, and many pairs."""
    latest = select(func.max(Decision.id)).where(Decision.project_id == project.id)
    return (
        col(Decision.project_id) == project.id,
        col(Pair.settled).is_not(None),
        col(Decision.id).in_(latest.group_by(col(Decision.pair_id))),
    )
