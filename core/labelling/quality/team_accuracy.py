"""How often the team is right, learned from how often its members agree and from gold pairs.

The model: each pair has a right answer, either candidate as likely, and everybody names it with the same
probability a. So where others lead by k votes, the odds that their answer is right are (a/(1-a))^k, and a
further person names it with probability 1/2 + (a - 1/2) tanh(k/2 · log a/(1-a)): for k = 2 and a = 0.75 that
is 0.7. On three judgments a pair this holds however much the pairs differ in difficulty; on more, it
understates how clear the easy ones are. Ties are left out. Nothing is fitted to a point: a is averaged over a
grid, each value weighted by how well it explains the votes, so a young project claims little.
"""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality.others import others_lead, trusted_counts
from core.labelling.quality.vote_table import VoteTable
from core.labelling.quality.votes import TIE, UNKNOWN, Bools, Floats, Ints

GRID: Floats = np.linspace(0.5, 0.99, 50)
"""Accuracies from guessing to nearly infallible, all as likely beforehand."""
LOG_ODDS: Floats = np.log(GRID / (1 - GRID))


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """How each person's choices stand to what the others (or the gold answer) say, where one candidate leads.

    Attributes:
        size: The leads that occur, shape (K,).
        won: How often each person chose the leader, for each lead, shape (A, K).
        lost: How often the other candidate, likewise.
    """

    size: Ints
    won: Ints
    lost: Ints


def leads(table: VoteTable, trusted: Bools | None = None) -> Leads:
    """Compare every choice with the lead of the others, of those who are trusted."""
    towards_1 = others_lead(table, trusted)
    compared = (table.code != TIE) & (towards_1 != 0)
    size, column = np.unique(np.abs(towards_1[compared]), return_inverse=True)
    won = (towards_1 > 0)[compared] == table.code[compared]
    cells = table.person[compared] * len(size) + column
    shape = (len(table.people), len(size))
    wins, losses = (np.bincount(cells[some], minlength=shape[0] * shape[1]) for some in (won, ~won))
    return Leads(size, wins.reshape(shape), losses.reshape(shape))


def win_chance(size: Ints, own: Floats | float = GRID) -> Floats:
    """The probability that a further person names the answer that leads by so many; shape (K, grid).

    Args:
        size: The leads, shape (K,).
        own: How often that person is right; as often as the team if left out.
    """
    return 0.5 + (own - 0.5) * np.tanh(size[:, None] * LOG_ODDS / 2)


def team_log_likelihood(table: VoteTable, trusted: Bools | None = None) -> Floats:
    """The logarithm of the probability of all choices of those who are trusted, for each accuracy.

    A pair with n choices, of which candidate 1 leads by m, has (a(1-a))^(n/2) cosh(m/2 · log a/(1-a)). On a
    gold pair each choice has a or 1-a, which is the same with the exponential in the place of the cosine.

    Returns:
        One value for each accuracy, shape (grid,).
    """
    known = (table.code != TIE) & (table.gold != UNKNOWN) & (table.gold != TIE)
    known &= True if trusted is None else trusted[table.person]
    right_less_wrong = 2 * int((table.code == table.gold)[known].sum()) - int(known.sum())
    counts = trusted_counts(table, trusted)[_open_pairs(table), :TIE]
    lead, times = np.unique(counts[:, 1] - counts[:, 0], return_counts=True)
    half = lead[:, None] * LOG_ODDS / 2
    choices = int(counts.sum()) + int(known.sum())
    fit: Floats = choices / 2 * np.log(GRID * (1 - GRID)) + right_less_wrong * LOG_ODDS / 2
    fit += times @ (np.logaddexp(half, -half) - np.log(2))
    return fit


def _open_pairs(table: VoteTable) -> Bools:
    """Which pairs are not gold, shape (P,)."""
    result = np.ones(len(table.pairs), dtype=np.bool_)
    result[table.pair[table.gold != UNKNOWN]] = False
    return result


def weights(log_likelihood: Floats) -> Floats:
    """How likely each accuracy is, given how it explains the votes; the last axis sums to 1."""
    likely = np.exp(log_likelihood - log_likelihood.max(axis=-1, keepdims=True))
    normed: Floats = likely / likely.sum(axis=-1, keepdims=True)
    return normed
