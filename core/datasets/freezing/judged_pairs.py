"""The pairs that may go into a preference set, with the judgments on them that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, exists, or_

from core.access import Person, PersonView
from core.labelling import Judgment, Outcome, Pair, Pool, ProjectView, Purpose
from core.labelling.models import COUNTING
from core.labelling.stored_answer import standing

FETCH = 2000
_PAIR = (
    col(Pair.id),
    col(Pair.content_hash),
    col(Pair.input_text),
    col(Pair.candidate_0),
    col(Pair.candidate_1),
    col(Pair.pool),
    col(Pair.gold),
    col(Pair.settled),
)
# Judgments that speak of the pair; a re-test and a qualification tell something about the person.
_COUNTING: tuple[ColumnElement[bool], ...] = (
    *standing(Judgment),
    col(Judgment.outcome).in_(COUNTING),
    col(Judgment.is_retest).is_(False),
    col(Judgment.purpose) != Purpose.QUALIFICATION,
)


@dataclass(frozen=True)
class JudgedPair:
    """A pair's texts, what is known of its right answer, and what people said."""

    id: int
    content_hash: str
    input_text: str
    candidate_0: str
    candidate_1: str
    pool: Pool
    gold: Outcome | None
    settled: Outcome | None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def known(self) -> Outcome | None:
        """What an adjudicator has settled, else the right answer of a gold pair."""
        return self.settled or (self.gold if self.pool == Pool.GOLD else None)


def judged_pairs(session: Session, project: ProjectView, people: tuple[int, ...]) -> Iterator[JudgedPair]:
    """Every pair that was judged, settled or is gold, in the order of import.

    Pairs and judgments are two streams in the order of the pairs: joined, each judgment would bring the texts
    along.

    Args:
        session: A unit of work.
        project: Whose pairs.
        people: Whose judgments; empty takes everybody's. Pairs that only others have judged come with none.
    """
    wanted = or_(col(Pair.judgment_count) > 0, col(Pair.settled).is_not(None), col(Pair.pool) == Pool.GOLD)
    pairs = select(*_PAIR).where(col(Pair.project_id) == project.id, wanted).order_by(col(Pair.id))
    votes = _votes(session, project, people)
    vote = next(votes, None)
    rows = session.connection().execute(pairs, execution_options={"yield_per": FETCH})
    for pair in rows.mappings():
        while vote is not None and vote[0] < pair["id"]:
            vote = next(votes, None)
        outcomes = vote[1] if vote is not None and vote[0] == pair["id"] else ()
        yield JudgedPair(**pair, outcomes=outcomes)


def list_judges(session: Session, project: ProjectView) -> list[PersonView]:
    """Everybody whose judgments may go into a set of this project, by name."""
    mine = (col(Judgment.project_id) == project.id, col(Judgment.person_id) == col(Person.id))
    query = select(Person).where(exists().where(*mine, *_COUNTING)).order_by(Person.name)
    return [PersonView.of(row) for row in session.scalars(query)]


def _votes(
    session: Session, project: ProjectView, people: tuple[int, ...]
) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
    query = (
        select(col(Judgment.pair_id), col(Judgment.outcome))
        .where(col(Judgment.project_id) == project.id, *_COUNTING)
        .order_by(col(Judgment.pair_id))
    )
    if people:
        query = query.where(col(Judgment.person_id).in_(people))
    rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
    for pair_id, given in groupby(rows, key=itemgetter(0)):
        yield pair_id, tuple(outcome for _, outcome in given)
