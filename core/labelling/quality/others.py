"""What the other people who judged the same pair say."""

import numpy as np

from core.labelling.quality.vote_table import VoteTable
from core.labelling.quality.votes import CLASSES, UNKNOWN, Bools, Floats, Ints

GOLD_LEAD = 1000
"""A known answer leads by so many votes that it is beyond doubt."""


def trusted_counts(table: VoteTable, trusted: Bools | None) -> Ints:
    """Votes of each pair for candidate 0, candidate 1 and neither by those who are trusted, shape (P, 3).

    Args:
        table: Everybody's votes.
        trusted: Whose votes say something about a pair, shape (A,); everybody's if left out.
    """
    if trusted is None or trusted.all():
        return table.counts
    kept = trusted[table.person]
    cells = table.pair[kept] * CLASSES + table.code[kept]
    return np.bincount(cells, minlength=len(table.pairs) * CLASSES).reshape(table.counts.shape)


def others_counts(table: VoteTable, trusted: Bools | None = None) -> Ints:
    """For each vote, how many others who are trusted gave each answer on the same pair; shape (n, 3)."""
    others = trusted_counts(table, trusted)[table.pair]
    others[np.arange(len(table.code)), table.code] -= 1 if trusted is None else trusted[table.person]
    return others


def others_majority(table: VoteTable) -> Ints:
    """What the other people who judged the same pair come to, for each vote.

    Returns:
        The answer that more than half of the others gave (ties counted among them), or ``UNKNOWN`` where
        there is none or nobody else judged; shape (n,).
    """
    others = others_counts(table)
    leader = others.argmax(axis=1)
    clear = 2 * others[np.arange(len(leader)), leader] > others.sum(axis=1)
    return np.where(clear, leader, UNKNOWN)


def others_lead(table: VoteTable, trusted: Bools | None = None) -> Ints:
    """By how many votes of others who are trusted candidate 1 leads candidate 0, for each vote, shape (n,).

    The right answer of a gold pair leads by ``GOLD_LEAD``; where that is a tie, nobody leads.
    """
    others = others_counts(table, trusted)
    known = np.select([table.gold == 0, table.gold == 1], [-GOLD_LEAD, GOLD_LEAD], default=0)
    return np.where(table.gold == UNKNOWN, others[:, 1] - others[:, 0], known)


def ratio(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """``part / whole``, not a number where there is nothing to divide by."""
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
