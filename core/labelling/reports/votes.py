"""Read a project's votes, and what is known of their pairs, as columns: some 100,000 in about a second."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col

from core.access import Action, ensure_may
from core.labelling.judgments import Judgment, standing
from core.labelling.models import COUNTING, Pair, Pool, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.quality import CODES, UNKNOWN, PostWords, Retest, VoteTable, tabulate_columns
from core.labelling.quality.votes import Bools, Ints

CHARACTERS_A_WORD = 6
"""With its blank, in English; in scripts without blanks it makes fewer words, so nobody seems too fast."""
ROWS_AT_ONCE = 1000
"""Texts that are in memory at a time."""
IMPORTED, GOLD = 1, 2
"""Why somebody was asked, in the last column; 0 for every other reason."""


def columns_of(session: Session, query: Select[*tuple[Any, ...]]) -> Ints:
    """What a query over whole numbers finds, shape (columns, rows): no object is made for a row."""
    width = len(query.selected_columns)
    rows = session.connection().execute(query)
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width).T


def coded(outcome: Mapped[Any]) -> ColumnElement[int]:
    """An outcome as its number among the votes; what is none of them, or missing, is unknown."""
    return case(*((outcome == one, code) for one, code in CODES.items()), else_=UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class PairFacts:
    """The ``P`` judged pairs of a project as columns of shape (P,), by ascending id.

    Attributes:
        pair: Ids.
        longer: Which candidate has more characters, 0 or 1, or ``UNKNOWN`` if they have equally many.
        gold: The right answer of a gold pair as its code, or ``UNKNOWN``.
        words: About how many words the prompt and both candidates have together.
        shared: Whether everybody judges it: it is of the calibration pool.
        gold_from_the_start: Whether it came as gold; others became gold when somebody had settled them.
    """

    pair: Ints
    longer: Ints
    gold: Ints
    words: Ints
    shared: Bools
    gold_from_the_start: Bools

    def rows_of(self, pairs: Ints) -> Ints:
        """Where pairs stand in the columns; they must be among them."""
        return np.searchsorted(self.pair, pairs).astype(np.int64)


def read_pair_facts(session: Session, project: ProjectView) -> PairFacts:
    """Every pair with a judgment; the texts stay in the database."""
    length_0, length_1 = func.length(Pair.candidate_0), func.length(Pair.candidate_1)
    longer = case((length_0 > length_1, 0), (length_1 > length_0, 1), else_=UNKNOWN)
    gold = case((col(Pair.pool) == Pool.GOLD, coded(col(Pair.gold))), else_=UNKNOWN)
    characters = func.length(Pair.input_text) + length_0 + length_1
    shared = case((col(Pair.pool) == Pool.CALIBRATION, 1), else_=0)
    came_as_gold = case((and_(col(Pair.pool) == Pool.GOLD, col(Pair.settled).is_(None)), 1), else_=0)
    query = (
        select(col(Pair.id), longer, gold, characters, shared, came_as_gold)
        .where(col(Pair.project_id) == project.id, col(Pair.judgment_count) > 0)
        .order_by(col(Pair.id))
    )
    pair, longer_one, answer, size, everybodys, came = columns_of(session, query)
    return PairFacts(pair, longer_one, answer, size // CHARACTERS_A_WORD, everybodys > 0, came > 0)


def read_posts(session: Session, project: ProjectView) -> dict[int, PostWords]:
    """The post of every pair with a judgment; pairs with the same text have the same one."""
    query = (
        select(col(Pair.id), col(Pair.input_text))
        .where(col(Pair.project_id) == project.id, col(Pair.judgment_count) > 0)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    rows = session.connection().execute(query)
    return {number or 0: PostWords(hash(text), len(text) // CHARACTERS_A_WORD) for number, text in rows}


def read_votes(
    session: Session, project: ProjectView, *, people: frozenset[int] | None = None, imported: bool = True
) -> VoteTable:
    """Every standing answer that says something about a pair, but for re-tests and qualifications.

    Args:
        session: A unit of work.
        project: Whose votes.
        people: Leave out everybody else.
        imported: Whether choices that came with a file are votes: for a consensus they are, for how people
            work they are not.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    votes = vote_columns(session, project, people=people)
    return as_table(votes if imported else without_imported(votes), read_pair_facts(session, project))


def vote_columns(session: Session, project: ProjectView, *, people: frozenset[int] | None = None) -> Ints:
    """The votes as columns of numbers, shape (6, n); `as_table` says which they are."""
    query = _query(project)
    return columns_of(session, query if people is None else query.where(col(Judgment.person_id).in_(people)))


def without_imported(votes: Ints) -> Ints:
    """The columns without choices that came with a file; the same ones where there are none."""
    imported = votes[-1] == IMPORTED
    kept: Ints = votes[:, ~imported] if imported.any() else votes
    return kept


def agreement_tables(votes: Ints, facts: PairFacts) -> tuple[VoteTable, VoteTable]:
    """The votes that tell how far people agree: on pairs in general, and on those that everybody judges.

    Gold pairs are clear ones by choice, so answers given because a pair is gold are in neither. What was
    said before an adjudicator made gold of a disputed pair stays: it was a pair like any other.
    """
    rows = facts.rows_of(votes[0])
    own = (votes[-1] != IMPORTED) & (votes[-1] != GOLD) & ~facts.gold_from_the_start[rows]
    shared = facts.shared[rows]
    ordinary, calibration = (tabulate_columns(*votes[:3, own & kept]) for kept in (~shared, shared))
    return ordinary, calibration


def as_table(votes: Ints, facts: PairFacts) -> VoteTable:
    """Votes together with what is known of their pairs."""
    pair, person, code, left, active_ms, _ = votes
    rows = facts.rows_of(pair)
    times = np.where(active_ms == UNKNOWN, np.nan, active_ms)
    return tabulate_columns(
        pair, person, code, left=left, longer=facts.longer[rows], active_ms=times, gold=facts.gold[rows]
    )


def read_retests(session: Session, project: ProjectView) -> list[Retest]:
    """Who was asked twice about a pair, and what they said; not where a lead returned the first answer."""
    first, again = aliased(Judgment), aliased(Judgment)
    query = (
        select(
            col(again.person_id),
            col(again.pair_id),
            col(first.outcome),
            col(again.outcome),
            col(first.left),
            col(again.left),
        )
        .join(first, and_(col(first.pair_id) == again.pair_id, col(first.person_id) == again.person_id))
        .where(
            col(again.project_id) == project.id,
            col(again.is_retest).is_(True),
            col(again.outcome).in_(COUNTING),
            *standing(again),
            col(first.is_retest).is_(False),
            col(first.outcome).in_(COUNTING),
            *standing(first),
            col(first.purpose) != Purpose.RETURNED,
        )
        .order_by(col(again.received_at))
    )
    return [Retest(*row) for row in session.connection().execute(query)]


def _query(project: ProjectView) -> Select[*tuple[Any, ...]]:
    """One row of whole numbers a vote."""
    # A ranking's time is its first pair's; the pairs it implies took none, which is not too little.
    own_time = col(Judgment.ranking_id).is_(None) | (col(Judgment.ranking_id) == col(Judgment.id))
    own_time &= col(Judgment.undoes).is_(None)  # who changes an answer has read the pair before
    return select(
        col(Judgment.pair_id),
        col(Judgment.person_id),
        coded(col(Judgment.outcome)),
        func.coalesce(Judgment.left, UNKNOWN),
        case((own_time, func.coalesce(Judgment.active_ms, UNKNOWN)), else_=UNKNOWN),
        case(
            (col(Judgment.purpose) == Purpose.IMPORTED, IMPORTED),
            (col(Judgment.purpose) == Purpose.GOLD, GOLD),
            else_=0,
        ),
    ).where(
        col(Judgment.project_id) == project.id,
        col(Judgment.outcome).in_(COUNTING),
        col(Judgment.is_retest).is_(False),
        col(Judgment.purpose) != Purpose.QUALIFICATION,
        *standing(Judgment),
    )
