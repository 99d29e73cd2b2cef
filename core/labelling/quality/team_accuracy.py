"""What the others say on a pair, and how often the team is right: learned from agreement and gold pairs.

The model: each pair has a right answer, either candidate as likely, and everybody names it with the same
probability a. So where others lead by k votes, the odds that their answer is right are (a/(1-a))^k, and a
further person names it with probability 1/2 + (a - 1/2) tanh(k/2 · log a/(1-a)): for k = 2 and a = 0.75 that
is 0.7. On three judgments a pair this holds however much the pairs differ in difficulty; on more, it
understates how clear the easy ones are. Ties are left out. Nothing is fitted to a point: a is averaged over a
grid, each value weighted by how well it explains the votes, so a young project claims little.
"""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality.votes import CLASSES, TIE, UNKNOWN, Bools, Floats, Ints, VoteTable

GOLD_LEAD = 1000
"""A known answer leads by so many votes that it is beyond doubt."""
GRID: Floats = np.linspace(0.5, 0.99, 50)
"""Accuracies from guessing to nearly infallible, all as likely beforehand."""
LOG_ODDS: Floats = np.log(GRID / (1 - GRID))


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
