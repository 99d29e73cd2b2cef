"""Do a person's choices follow from the texts? A likelihood ratio over all that they can be compared with.

Two explanations compete (Neyman and Pearson, Phil. Trans. R. Soc. A 231 (1933) 289-337): "reads", right as
often as the colleagues are, and "guesses", who agrees with anything half of the time. Gold pairs, pairs
that many judge and pairs with two others count alike, each by what is known of its right answer; see
``team_accuracy``. The person's own votes play no part in what is expected of them: at three judgments a pair
one who guesses spoils everybody's agreement, and would hide behind it.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from core.labelling.quality.team_accuracy import (
    GRID,
    leads,
    team_log_likelihood,
    weights,
    win_chance,
)
from core.labelling.quality.vote_table import VoteTable
from core.labelling.quality.votes import Floats, Ints


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's choices beside both explanations.

    Attributes:
        hits: On how many pairs the person's choice is gold's, or that of the others who lead.
        n: Pairs on which gold or a lead of others says something.
        expected: What share of them a colleague would reach.
        accuracy: How often the colleagues are right.
        log_ratio: Natural logarithm of how much likelier the choices are from a guess than from reading.
        p_reads: How often one who reads as the colleagues do would seem at least as much to guess.
        p_guesses: How often one who guesses would seem at least as much to read.
    """

    hits: int
    n: int
    expected: float
    accuracy: float
    log_ratio: float
    p_reads: float
    p_guesses: float


def readings(table: VoteTable) -> list[Reading]:
    """Everybody's, in the order of ``table.people``."""
    found = leads(table)
    chance = win_chance(found.size)
    own = found.won @ np.log(chance) + found.lost @ np.log1p(-chance)
    weight = weights(team_log_likelihood(table) - own)
    return [
        _reading(found.won[row], found.lost[row], chance, own=own[row], weight=weight[row])
        for row in range(len(table.people))
    ]


def _reading(won: Ints, lost: Ints, chance: Floats, *, own: Floats, weight: Floats) -> Reading:
    """One person's, with the accuracies' weights from everybody else's votes.

    The statistic is the sum of the log-odds of the comparisons won. Under either explanation it is a sum of
    independent draws, taken as normal; that the colleagues' accuracy is not known exactly widens the first.
    """
    n, mean_chance = won + lost, chance @ weight
    log_odds = np.log(mean_chance / (1 - mean_chance))
    score, guess, guess_variance = won @ log_odds, n @ log_odds / 2, n @ log_odds**2 / 4
    by_accuracy = (n * log_odds) @ chance
    reads = by_accuracy @ weight
    variance = (n * log_odds**2) @ (chance * (1 - chance)) @ weight + (by_accuracy - reads) ** 2 @ weight
    return Reading(
        hits=int(won.sum()),
        n=int(n.sum()),
        expected=float(n @ mean_chance / max(n.sum(), 1)),
        accuracy=float(GRID @ weight),
        log_ratio=float(n.sum() * np.log(0.5) - own.max() - np.log(np.exp(own - own.max()) @ weight)),
        p_reads=_normal_tail(float(reads - score), float(variance)),
        p_guesses=_normal_tail(float(score - guess), float(guess_variance)),
    )


def _normal_tail(excess: float, variance: float) -> float:
    """The probability of an excess at least as large; 1 where nothing varies."""
    return 1 - NormalDist().cdf(excess / sqrt(variance)) if variance > 0 else 1.0
