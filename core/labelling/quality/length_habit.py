"""How many of a person's choices the length of the texts decides, beyond what the texts deserve.

Longer answers often are better, so that somebody chooses them tells nothing. The others on the same pairs say
how likely the longer text is the better one: q, from their lead (see ``team_accuracy``) and from how often
they choose the longer text on these pairs at all. A reader who is right with probability r chooses it with
p = q·r + (1-q)(1-r); one of whose choices length decides a share h, with h + (1-h)·p, or (1-h)·p if it is the
shorter text that is preferred. Both r and h are the person's own and fitted together, so neither a better nor
a worse reader than the team, nor a team that likes long answers, looks like a habit. Twice the gain in
log-likelihood over h = 0 is chi-squared with one degree of freedom (Wilks, Ann. Math. Statist. 9 (1938) 60).
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from core.labelling.quality.votes import Bools, Floats, Ints

ACCURACIES: Floats = np.linspace(0.5, 0.98, 25)
HABITS: Floats = np.linspace(-0.98, 0.98, 99)
"""Shares of choices decided by length; below zero by shortness. 0 is in the middle."""
NO_HABIT = len(HABITS) // 2
LEAST_SPREAD = 0.1  # a team that agrees no more than chance says nothing about which texts are better
SUREST_PRIOR = 0.98


@dataclass(frozen=True, slots=True)
class LengthHabit:
    """What fits a person's choices best.

    Attributes:
        share: The share of choices that length decides, below zero if the shorter text is preferred.
        p_value: How often a reader without a habit would show one as strong, in either direction.
        log_ratio: Natural logarithm of how much likelier the choices are with this habit than without any.
    """

    share: float
    p_value: float
    log_ratio: float


def length_habit(chose_longer: Bools, lead: Ints, votes: tuple[int, int], *, accuracy: float) -> LengthHabit:
    """Fit one person's habit.

    Args:
        chose_longer: The person's choices, shape (n,).
        lead: By how many votes the longer text leads among the others, shape (n,); 0 where they are split.
        votes: How many votes of others on these pairs went to the longer text, and how many in all.
        accuracy: How often the others are right.
    """
    size, row = np.unique(lead, return_inverse=True)
    longer = np.bincount(row, weights=chose_longer, minlength=len(size))
    shorter = np.bincount(row, minlength=len(size)) - longer
    better = _longer_is_better(size, votes, accuracy)[:, None]
    reads = better * ACCURACIES + (1 - better) * (1 - ACCURACIES)
    habit = HABITS[:, None, None]
    chance = np.maximum(habit, 0) + (1 - np.abs(habit)) * reads
    fit = (longer[:, None] * np.log(chance) + shorter[:, None] * np.log1p(-chance)).sum(axis=1).max(axis=1)
    best = int(fit.argmax())
    gain = max(0.0, float(fit[best] - fit[NO_HABIT]))
    return LengthHabit(float(HABITS[best]), 2 * NormalDist().cdf(-sqrt(2 * gain)), gain)


def _longer_is_better(lead: Ints, votes: tuple[int, int], accuracy: float) -> Floats:
    """How likely the longer text is the better one where it leads by so many votes, shape (K,).

    Where the longer is better in a share s of the pairs, 1/2 + (2a-1)(s - 1/2) of the votes go to it: solved
    for s, which is what is believed of a pair before its votes are looked at.
    """
    spread = max(2 * accuracy - 1, LEAST_SPREAD)
    tilt = (votes[0] / votes[1] - 0.5) / spread if votes[1] else 0.0
    prior = min(max(0.5 + tilt, 1 - SUREST_PRIOR), SUREST_PRIOR)
    odds = lead * np.log(accuracy / (1 - accuracy)) + np.log(prior / (1 - prior))
    chance: Floats = (1 + np.tanh(odds / 2)) / 2
    return chance
