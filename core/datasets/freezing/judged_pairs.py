"""The pairs that may go into a preference set, with the judgments on them that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, String, select, type_coerce
from sqlmodel import Session, col, exists, or_

from core.access import Action, Person, PersonView, ensure_may, views_of
from core.db import MomentText
from core.labelling import COUNTING, Judgment, Outcome, Pair, Pool, ProjectView, Purpose
from core.labelling.judgments import standing

FETCH = 250  # long rows must not fill the memory
# Enumerations are left as the text they are stored as: making members of them would take as long as the rest.
_PAIR = (
    col(Pair.id),
    col(Pair.content_hash),
    col(Pair.input_text),
    col(Pair.candidate_0),
    col(Pair.candidate_1),
    col(Pair.source_0),
    col(Pair.source_1),
    type_coerce(col(Pair.pool), String),
    col(Pair.gold),
    col(Pair.settled),
    col(Pair.answer_set_id),
    col(Pair.origin),
    col(Pair.line),
    col(Pair.extra),
    col(Pair.conversation),
)
_VOTE = (
    col(Judgment.pair_id),
    col(Judgment.person_id),
    type_coerce(col(Judgment.outcome), String),
    col(Judgment.strength),
    col(Judgment.confidence),
    type_coerce(col(Judgment.purpose), String),
    type_coerce(col(Judgment.answered_at), MomentText),
    type_coerce(col(Judgment.received_at), MomentText),
    col(Judgment.rationale),
    col(Judgment.ranking_id),
    col(Judgment.about),
)
# Judgments that speak of the pair; a re-test and a qualification tell something about the person.
_COUNTING: tuple[ColumnElement[bool], ...] = (
    *standing(Judgment),
    col(Judgment.outcome).in_(COUNTING),
    col(Judgment.is_retest).is_(False),
    col(Judgment.purpose) != Purpose.QUALIFICATION,
)

GOLD = Pool.GOLD.value
OUTCOMES = {outcome.value: outcome for outcome in Outcome}

StoredRow = Row[*tuple[Any, ...]]
"""The columns of a pair, or those of a judgment, under the names of the tables."""


@dataclass(slots=True)
class JudgedPair:
    """What is stored of a pair, what is known of its answer, and the judgments that count, oldest first.

    Attributes:
        known: What an adjudicator has settled, else the right answer of a gold pair.
    """

    pair: StoredRow
    known: Outcome | None
    judgments: tuple[StoredRow, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the judgments say."""
        return tuple([OUTCOMES[judgment.outcome] for judgment in self.judgments])


def judged_pairs(
    session: Session, project: ProjectView, people: tuple[int, ...], origins: tuple[str, ...] = ()
) -> Iterator[JudgedPair]:
    """Every pair that was judged, settled or is gold, in the order of import.

    Pairs and judgments are two streams in the order of the pairs: joined, each judgment would bring the texts
    along.

    Args:
        session: A unit of work.
        project: Whose pairs.
        people: Whose judgments; empty takes everybody's. Pairs that only others have judged come with none.
        origins: Only pairs that came with these files; empty takes all.
    """
    wanted = or_(col(Pair.judgment_count) > 0, col(Pair.settled).is_not(None), col(Pair.pool) == Pool.GOLD)
    pairs = select(*_PAIR).where(col(Pair.project_id) == project.id, wanted).order_by(col(Pair.id))
    if origins:
        pairs = pairs.where(col(Pair.origin).in_(origins))
    votes = _votes(session, project, people)
    vote = next(votes, None)
    for pair in session.connection().execute(pairs, execution_options={"yield_per": FETCH}):
        while vote is not None and vote[0] < pair.id:
            vote = next(votes, None)
        judgments = vote[1] if vote is not None and vote[0] == pair.id else ()
        known = pair.settled or (pair.gold if pair.pool == GOLD else None)
        yield JudgedPair(pair, known, judgments)


def list_judges(session: Session, project: ProjectView) -> list[PersonView]:
    """Everybody whose judgments may go into a set of this project, by name."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    mine = (col(Judgment.project_id) == project.id, col(Judgment.person_id) == col(Person.id))
    query = select(Person).where(exists().where(*mine, *_COUNTING)).order_by(Person.name)
    return views_of(session, session.scalars(query).all())


def _votes(
    session: Session, project: ProjectView, people: tuple[int, ...]
) -> Iterator[tuple[int, tuple[StoredRow, ...]]]:
    query = (
        select(*_VOTE)
        .where(col(Judgment.project_id) == project.id, *_COUNTING)
        .order_by(col(Judgment.pair_id), col(Judgment.received_at), col(Judgment.id))
    )
    if people:
        query = query.where(col(Judgment.person_id).in_(people))
    rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
    for pair_id, given in groupby(rows, key=itemgetter(0)):
        yield pair_id, tuple(given)
