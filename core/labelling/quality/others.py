"""What the other people who judged the same pair say."""

import numpy as np

from core.labelling.quality.vote_table import VoteTable
from core.labelling.quality.votes import UNKNOWN, Floats, Ints

GOLD_LEAD = 1000
"""A known answer leads by so many votes that it is beyond doubt."""


def others_counts(table: VoteTable) -> Ints:
    """For each vote, how many other people gave each answer on the same pair; shape (n, 3)."""
    others = table.counts[table.pair]
    others[np.arange(len(table.code)), table.code] -= 1
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


def others_lead(table: VoteTable) -> Ints:
    """By how many votes of others candidate 1 leads candidate 0, for each vote, shape (n,).

    The right answer of a gold pair leads by ``GOLD_LEAD``; where that is a tie, nobody leads.
    """
    others = others_counts(table)
    known = np.select([table.gold == 0, table.gold == 1], [-GOLD_LEAD, GOLD_LEAD], default=0)
    return np.where(table.gold == UNKNOWN, others[:, 1] - others[:, 0], known)


def ratio(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """``part / whole``, not a number where there is nothing to divide by."""
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
