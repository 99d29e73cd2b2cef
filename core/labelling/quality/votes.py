"""Votes, and votes as columns, so that a hundred thousand pairs take a moment."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput
from core.labelling.models import Outcome

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TIE = 2
CLASSES = 3
UNKNOWN = -1
CANDIDATES = {Outcome.CANDIDATE_0: 0, Outcome.CANDIDATE_1: 1}
CODES = {outcome: CANDIDATES.get(outcome, TIE) for outcome in Outcome if outcome.counts}
"""Every answer that counts and names no candidate is a tie here: which of two bad texts is better is open."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's standing answer on one pair.

    Attributes:
        pair: The pair's id.
        person: The person's id.
        outcome: A candidate, a tie or that both are bad; skips and undos are no votes.
        left: Which candidate stood on the left; None if it is not on record.
        active_ms: Milliseconds the person was active on the pair; None if not measured.
        longer: Which candidate has more characters; None if they have equally many.
        gold: The pair's known right answer; None if it is no gold pair.
    """

    pair: int
    person: int
    outcome: Outcome
    left: int | None = None
    active_ms: int | None = None
    longer: int | None = None
    gold: Outcome | None = None


@dataclass(frozen=True, slots=True, eq=False)
class VoteTable:
    """``n`` votes on ``P`` pairs by ``A`` people.

    Attributes:
        pairs: The pairs' ids, ascending, shape (P,).
        people: The people's ids, ascending, shape (A,).
        pair: Which row of ``pairs`` a vote is on, shape (n,).
        person: Which row of ``people`` a vote is by, shape (n,).
        code: 0, 1 or ``TIE``, shape (n,).
        left: 0, 1 or ``UNKNOWN``, shape (n,).
        longer: 0, 1 or ``UNKNOWN``, shape (n,).
        active_ms: Not a number where not measured, shape (n,).
        gold: The right answer of the vote's pair: 0, 1, ``TIE`` or ``UNKNOWN``, shape (n,).
        counts: Votes of each pair for candidate 0, candidate 1 and neither, shape (P, 3).
    """

    pairs: Ints
    people: Ints
    pair: Ints
    person: Ints
    code: Ints
    left: Ints
    longer: Ints
    active_ms: Floats
    gold: Ints
    counts: Ints


Votes = Iterable[Vote] | VoteTable
"""What the public functions take: votes one by one, or columns."""


def tabulate(votes: Votes) -> VoteTable:
    """Turn votes into columns; columns stay as they are.

    Raises:
        InvalidInput: If an outcome is no vote, a person has two votes on a pair, or a pair two gold answers.
    """
    if isinstance(votes, VoteTable):
        return votes
    rows = list(votes)
    return tabulate_columns(
        np.array([vote.pair for vote in rows], dtype=np.int64),
        np.array([vote.person for vote in rows], dtype=np.int64),
        np.array([_code(vote, vote.outcome) for vote in rows], dtype=np.int64),
        left=_optional([vote.left for vote in rows]),
        longer=_optional([vote.longer for vote in rows]),
        active_ms=np.array([vote.active_ms for vote in rows], dtype=np.float64),
        gold=_optional([None if vote.gold is None else _code(vote, vote.gold) for vote in rows]),
    )


def tabulate_columns(
    pair: Ints,
    person: Ints,
    code: Ints,
    *,
    left: Ints | None = None,
    longer: Ints | None = None,
    active_ms: Floats | None = None,
    gold: Ints | None = None,
) -> VoteTable:
    """A table of votes that are columns already, all of shape (n,).

    Args:
        pair: Ids.
        person: Ids.
        code: See ``CODES``: 0, 1 or ``TIE``.
        left: 0, 1 or ``UNKNOWN``; all unknown if left out.
        longer: Likewise.
        active_ms: Not a number where not measured; nothing measured if left out.
        gold: A code or ``UNKNOWN``; no gold pairs if left out.

    Raises:
        InvalidInput: If a code is none, a person has two votes on a pair, or a pair two gold answers.
    """
    if len(code) and not (code.min() >= 0 and code.max() < CLASSES):
        raise InvalidInput(f"The codes of votes go from 0 to {CLASSES - 1}: give those of CODES.")
    pairs, pair_row = np.unique(pair, return_inverse=True)
    people, person_row = np.unique(person, return_inverse=True)
    counts = np.bincount(pair_row * CLASSES + code, minlength=len(pairs) * CLASSES)
    unknown = np.full(len(code), UNKNOWN, dtype=np.int64)
    table = VoteTable(
        pairs=pairs,
        people=people,
        pair=pair_row,
        person=person_row,
        code=code,
        left=unknown if left is None else left,
        longer=unknown if longer is None else longer,
        active_ms=np.full(len(code), np.nan) if active_ms is None else active_ms,
        gold=unknown if gold is None else _gold_of_pairs(pairs, pair_row, gold)[pair_row],
        counts=counts.reshape(len(pairs), CLASSES),
    )
    _refuse_doubles(table)
    return table


def without_ties(table: VoteTable) -> VoteTable:
    """The choices alone; pairs and people with nothing but ties are left out."""
    kept = table.code != TIE
    return tabulate_columns(table.pairs[table.pair[kept]], table.people[table.person[kept]], table.code[kept])


def _code(vote: Vote, outcome: Outcome) -> int:
    """The number of an outcome."""
    code = CODES.get(outcome)
    if code is None:
        raise InvalidInput(
            f"Person {vote.person}'s answer on pair {vote.pair} is {outcome}, which is no vote: give"
            f" {', '.join(CODES)} only."
        )
    return code


def _optional(values: list[int | None]) -> Ints:
    """A column in which None has become ``UNKNOWN``."""
    return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int64)


def _gold_of_pairs(pairs: Ints, pair: Ints, gold: Ints) -> Ints:
    """Each pair's right answer, shape (P,), though only some of its votes may bring it."""
    known = gold != UNKNOWN
    answers = np.full(len(pairs), UNKNOWN, dtype=np.int64)
    answers[pair[known]] = gold[known]
    differs = known & (answers[pair] != gold)
    if differs.any():
        where = pairs[pair[differs.argmax()]]
        raise InvalidInput(f"The votes of pair {where} bring two gold answers: give the one that is right.")
    return answers


def _refuse_doubles(table: VoteTable) -> None:
    """Two votes of one person on one pair would count as two people who agree or disagree."""
    keys, times = np.unique(table.pair * len(table.people) + table.person, return_counts=True)
    if len(keys) == len(table.code):
        return
    pair, person = divmod(int(keys[times.argmax()]), len(table.people))
    who = f"Person {table.people[person]} has {times.max()} votes on pair {table.pairs[pair]}"
    raise InvalidInput(f"{who}: give the standing one only.")
