"""Consensus after Dawid and Skene: how likely each candidate is, and how often each person is right.

The model is Dawid and Skene's ("Maximum likelihood estimation of observer error-rates using the EM
algorithm", Applied Statistics 28 (1979) 20-28) in its symmetric form, "one coin". Which candidate is called 0
is arbitrary, so either is as likely beforehand and nobody errs more on one of them. Each person has one
accuracy, known beforehand as 4 right and 2 wrong votes would tell it, Beta(4, 2), and at least one half: that
is what makes a lone vote stand.

EM takes the likeliest accuracies for certain, which on few votes are those that flatter themselves: in
simulations of six people its posterior is up to 0.08 above the share that is right. So accuracies are
averaged over instead, by loopy belief propagation (Liu, Peng and Ihler, "Variational inference for
crowdsourcing", NIPS 25 (2012) 692-700, sections 3 and 4): what a vote says of its pair rests on its owner's
other votes, and what a pair says of a person on the other people's votes. It is exact where the votes make
no circle.
"""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality.votes import Floats, Ints, Votes, VoteTable, tabulate, without_ties

RIGHT_BEFORE, WRONG_BEFORE = 4, 2
"""Votes that everybody is taken to have given already."""
ACCURACIES: Floats = 0.5 + (np.arange(25) + 0.5) / 50
"""The middles of 25 equal steps from 0.5 to 1."""
LOG_PRIOR: Floats = (RIGHT_BEFORE - 1) * np.log(ACCURACIES) + (WRONG_BEFORE - 1) * np.log1p(-ACCURACIES)
TOLERANCE = 1e-4
"""Of log-odds: less changes no choice that matters."""
MOST_ITERATIONS = 100
SUREST, STEP = 15.0, 0.02
STEPS = round(SUREST / STEP)
"""What is heard of a vote, as log-odds, is rounded to so many steps on either side of even."""


@dataclass(frozen=True, slots=True, eq=False)
class DawidSkene:
    """Consensus of a project's pairs.

    Attributes:
        posteriors: For each pair, how likely candidate 0 and candidate 1 are the better one.
        accuracy: For each person, how often they are right.
        iterations: How many it took.
        converged: Whether it settled; if not, take the majority instead.
    """

    posteriors: dict[int, tuple[float, float]]
    accuracy: dict[int, float]
    iterations: int
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What belief propagation arrived at.

    Attributes:
        towards_1: How likely candidate 1 is the better one of each pair, shape (P,).
        accuracy: How often each person is right, shape (A,).
        iterations: How many it took.
        converged: Whether no vote's log-odds moved by more than the tolerance in the last one.
    """

    towards_1: Floats
    accuracy: Floats
    iterations: int
    converged: bool


def dawid_skene(votes: Votes) -> DawidSkene:
    """Weigh every person's votes by how often they are right, and say how likely each candidate is.

    Ties are left out, and so are pairs with nothing but ties.

    Raises:
        InvalidInput: If an outcome is no vote, or a person has two votes on one pair.
    """
    table = without_ties(tabulate(votes))
    found = fit(table)
    return DawidSkene(
        posteriors={
            pair: (1 - sure, sure)
            for pair, sure in zip(table.pairs.tolist(), found.towards_1.tolist(), strict=True)
        },
        accuracy=dict(zip(table.people.tolist(), found.accuracy.tolist(), strict=True)),
        iterations=found.iterations,
        converged=found.converged,
    )


def fit(choices: VoteTable) -> Fit:
    """Pass beliefs between pairs and people until they stand still.

    Args:
        choices: Votes without ties.
    """
    sign = 2.0 * choices.code - 1
    weights = _weights(np.zeros((len(choices.people), len(ACCURACIES))))
    log_odds = _log_odds(weights @ ACCURACIES)[choices.person]
    iterations, converged = 0, not len(sign)
    while iterations < MOST_ITERATIONS and not converged:
        iterations += 1
        towards_1 = _towards_1(choices, sign * log_odds)
        heard = (
            sign * towards_1[choices.pair] - log_odds
        )  # that the vote is right, from the others on the pair
        before = log_odds
        weights, log_odds = _people(choices.person, heard)
        converged = bool(np.abs(log_odds - before).max() <= TOLERANCE)
    return Fit(_chance(_towards_1(choices, sign * log_odds)), weights @ ACCURACIES, iterations, converged)


def _towards_1(choices: VoteTable, log_odds: Floats) -> Floats:
    """Each pair's log-odds that candidate 1 is right, from those of its votes."""
    return np.bincount(choices.pair, log_odds, minlength=len(choices.pairs)).astype(np.float64)


def _people(person: Ints, heard: Floats) -> tuple[Floats, Floats]:
    """What the pairs say of people, and the people of their votes.

    Votes of one person of which the same is heard, to a hundredth, are worked out once: a hundred thousand
    pairs then cost as little as some thousand.

    Args:
        person: Whose vote it is, shape (n,).
        heard: Log-odds that it is right, as the others on the pair say, shape (n,).

    Returns:
        How likely each accuracy of each person is, shape (people, accuracies), and the log-odds that a vote
        is right as its owner's other votes say, shape (n,).
    """
    steps = np.rint(heard.clip(-SUREST, SUREST) / STEP).astype(np.int64) + STEPS
    kinds, kind, times = np.unique(person * (2 * STEPS + 1) + steps, return_inverse=True, return_counts=True)
    owner, step = np.divmod(kinds, 2 * STEPS + 1)
    right = _chance(np.asarray(STEP * (step - STEPS), dtype=np.float64))
    fits = (1 - ACCURACIES) + right[:, None] * (2 * ACCURACIES - 1)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    weights = _weights(np.add.reduceat(times[:, None] * np.log(fits), starts))
    without = weights[owner] / fits
    return weights, _log_odds((without @ ACCURACIES) / without.sum(axis=1))[kind]


def _weights(log_likelihood: Floats) -> Floats:
    """How likely each accuracy is, shape (people, accuracies); each row sums to 1."""
    logs = log_likelihood + LOG_PRIOR
    likely = np.exp(logs - logs.max(axis=1, keepdims=True))
    normed: Floats = likely / likely.sum(axis=1, keepdims=True)
    return normed


def _log_odds(chance: Floats) -> Floats:
    """Log c / (1-c)."""
    odds: Floats = np.log(chance) - np.log1p(-chance)
    return odds


def _chance(log_odds: Floats) -> Floats:
    """The inverse of ``_log_odds``."""
    chance: Floats = (1 + np.tanh(log_odds / 2)) / 2
    return chance
