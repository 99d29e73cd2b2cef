"""What the votes on each pair come to, by three methods, with how sure each is.

Every method's confidence is a probability that the choice is right under that method's model, which takes all
pairs to be equally hard and people to err independently: on hard pairs it is too high, on easy ones too low.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.errors import InvalidInput
from core.labelling.quality.dawid_skene import fit
from core.labelling.quality.team_accuracy import LOG_ODDS, team_log_likelihood, weights
from core.labelling.quality.votes import TIE, UNKNOWN, Floats, Ints, Votes, VoteTable, tabulate, without_ties

LEAST_ACCURATE, MOST_ACCURATE = 0.5, 0.95
"""Bounds of a person's accuracy: a few unlucky gold pairs must not turn votes into their opposite, nor a few
lucky ones outweigh everybody else."""
NO_CONFIDENCE = 0.5


class ConsensusMethod(StrEnum):
    """How votes are counted."""

    MAJORITY = "majority"
    WEIGHTED = "weighted"
    DAWID_SKENE = "dawid-skene"


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a pair's votes come to.

    Attributes:
        choice: The candidate, 0 or 1, or None if the votes name none.
        confidence: How likely the choice is right under the method's model; one half if there is none.
    """

    choice: int | None
    confidence: float


def consensus_by(method: ConsensusMethod, votes: Votes) -> dict[int, Posterior]:
    """Every pair's consensus; ``WEIGHTED`` takes the accuracies from the gold pairs among the votes.

    Raises:
        InvalidInput: If the votes are in error (see ``tabulate``), or there is no gold to weigh them by.
    """
    table = tabulate(votes)
    if method == ConsensusMethod.WEIGHTED:
        return weighted_consensus(table, gold_accuracy(table))
    return (majority_consensus if method == ConsensusMethod.MAJORITY else dawid_skene_consensus)(table)


def majority_consensus(votes: Votes) -> dict[int, Posterior]:
    """The candidate with more than half of the votes, ties counted among them.

    Confidence: 1 / (1 + ((1-a)/a)^m) where the choice leads by m votes and everybody is right with
    probability a, averaged over what the team's agreement and gold pairs say about a (see
    ``team_accuracy``). With a single judgment everywhere and no gold nothing is known of a, and 0.75 is
    half-way between a coin and certainty.
    """
    table = tabulate(votes)
    counts, lead = table.counts, table.counts[:, 1] - table.counts[:, 0]
    size, row = np.unique(np.abs(lead), return_inverse=True)
    right = (1 + np.tanh(size[:, None] * LOG_ODDS / 2)) / 2 @ weights(team_log_likelihood(table))
    decided = 2 * counts[:, :TIE].max(axis=1, initial=0) > counts.sum(axis=1)
    return _posteriors(table, np.where(decided, lead > 0, UNKNOWN), right[row])


def weighted_consensus(votes: Votes, accuracy: Mapping[int, float]) -> dict[int, Posterior]:
    """Votes weighed by their owners' log-odds of being right, log a/(1-a).

    Of all ways to combine independent votes on two candidates this one is right most often (Nitzan and
    Paroush, International Economic Review 23 (1982) 289-297). A tie weighs nothing towards either candidate,
    but where at least half of the votes are ties the pair has no choice.

    Args:
        votes: Everybody's.
        accuracy: Each person's, see ``gold_accuracy``; kept within 0.5 and 0.95. Who has none gets the mean.

    Raises:
        InvalidInput: If nobody has an accuracy.
    """
    if not accuracy:
        raise InvalidInput(
            "Nobody has answered a gold pair, so votes cannot be weighed: add some, or take the majority."
        )
    table = tabulate(votes)
    mean = float(np.mean(list(accuracy.values())))
    of_person = np.array([accuracy.get(person, mean) for person in table.people.tolist()], dtype=np.float64)
    bounded = of_person.clip(LEAST_ACCURATE, MOST_ACCURATE)
    towards_1 = np.choose(table.code, [-1.0, 1.0, 0.0]) * np.log(bounded / (1 - bounded))[table.person]
    log_odds = np.bincount(table.pair, weights=towards_1, minlength=len(table.pairs))
    return _likelier(table, (1 + np.tanh(log_odds / 2)) / 2)


def dawid_skene_consensus(votes: Votes) -> dict[int, Posterior]:
    """The likelier candidate after Dawid and Skene, by choices alone; ties are as in ``weighted_consensus``.

    See ``dawid_skene``. The confidence is the posterior of the choice.
    """
    table = tabulate(votes)
    choices = without_ties(table)
    towards_1 = np.full(len(table.pairs), NO_CONFIDENCE)
    towards_1[np.searchsorted(table.pairs, choices.pairs)] = fit(choices).towards_1
    return _likelier(table, towards_1)


def gold_accuracy(votes: Votes) -> dict[int, float]:
    """How often each person's choices on gold pairs are right, as (right + 1) / (n + 2).

    That is Laplace's rule of succession: few gold pairs say little, and nobody is infallible. Ties are left
    out, for they weigh nothing. People without any are left out too.
    """
    table = tabulate(votes)
    known = (table.gold != UNKNOWN) & (table.gold != TIE) & (table.code != TIE)
    people = len(table.people)
    n = np.bincount(table.person[known], minlength=people)
    right = np.bincount(table.person[known & (table.code == table.gold)], minlength=people)
    shrunk = (right + 1) / (n + 2)
    return {person: float(shrunk[row]) for row, person in enumerate(table.people.tolist()) if n[row]}


def _likelier(table: VoteTable, towards_1: Floats) -> dict[int, Posterior]:
    """The likelier candidate of each pair, unless half of its votes are ties or the two are as likely."""
    tied = 2 * table.counts[:, TIE] >= table.counts.sum(axis=1)
    choice = np.where(tied | np.isclose(towards_1, NO_CONFIDENCE), UNKNOWN, towards_1 > NO_CONFIDENCE)
    return _posteriors(table, choice, np.maximum(towards_1, 1 - towards_1))


def _posteriors(table: VoteTable, choice: Ints, confidence: Floats) -> dict[int, Posterior]:
    """By pair's id; ``UNKNOWN`` has become no choice."""
    return {
        pair: Posterior(None, NO_CONFIDENCE) if chosen == UNKNOWN else Posterior(chosen, sure)
        for pair, chosen, sure in zip(table.pairs.tolist(), choice.tolist(), confidence.tolist(), strict=True)
    }
