"""Read a project's votes as columns: a few hundred thousand in about a second."""

from typing import Any

import numpy as np
from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.labelling.models import COUNTING, Judgment, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.quality import UNKNOWN, Retest, VoteTable, tabulate_columns
from core.labelling.quality.votes import Ints
from core.labelling.reports.columns import coded, columns_of
from core.labelling.reports.pair_facts import PairFacts, read_pair_facts
from core.labelling.stored_answer import standing

IMPORTED, GOLD = 1, 2
"""Why somebody was asked, in the last column; 0 for every other reason."""


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
