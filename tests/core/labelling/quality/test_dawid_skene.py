"""Dawid and Skene's symmetric model: against sums over all truths and accuracies, and on made-up votes."""

from itertools import product

import numpy as np
import pytest

from core.labelling import Outcome
from core.labelling.quality import ConsensusMethod, consensus_by, tabulate_columns
from core.labelling.quality.consensus_methods import majority_consensus
from core.labelling.quality.dawid_skene import ACCURACIES, LOG_PRIOR, dawid_skene
from core.labelling.quality.votes import Vote

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE
CHOICES = (ZERO, ONE)
BEFORE = 0.7301
"""The mean of Beta(4, 2) from one half upwards: 2/3 of the mass of Beta(5, 2) there over that of Beta(4, 2),
(1 - 7/64) / (1 - 12/64) · 2/3 = 57/52 · 2/3 = 0.7308, on the middles of 25 steps."""


def all_truths(votes, pair):
    """How likely candidate 1 of a pair is right, summed over every truth and every person's accuracies."""
    prior = np.exp(LOG_PRIOR)
    pairs, people = sorted({one.pair for one in votes}), {one.person for one in votes}
    mass = [0.0, 0.0]
    for truth in product((0, 1), repeat=len(pairs)):
        right = dict(zip(pairs, truth, strict=True))
        likely = 1.0
        for person in people:
            own = [CHOICES.index(one.outcome) == right[one.pair] for one in votes if one.person == person]
            likely *= (prior * ACCURACIES ** sum(own) * (1 - ACCURACIES) ** own.count(False)).sum()
        mass[right[pair]] += likely
    return mass[1] / sum(mass)


@pytest.mark.parametrize(
    "rows",
    [
        [(1, 1, 0)],
        [(1, 1, 0), (1, 2, 0), (2, 2, 1)],
        [(1, 1, 1), (1, 2, 0), (2, 2, 0), (2, 3, 0), (3, 3, 1)],
        [(1, 1, 1), (2, 1, 0), (2, 2, 0), (3, 2, 0), (3, 3, 1), (4, 3, 1)],
    ],
)
def test_without_circles_it_is_exact(rows):
    """Rows are pair, person and choice; no two people share two pairs."""
    votes = [Vote(pair, person, CHOICES[choice]) for pair, person, choice in rows]
    found = dawid_skene(votes)
    assert found.converged
    for pair in {one.pair for one in votes}:
        assert found.posteriors[pair][1] == pytest.approx(all_truths(votes, pair), abs=2e-3)


def test_with_circles_it_is_close():
    """Three people on the same four pairs: within 0.04 of the sum over everything."""
    rows = [(0, 0, 1), (0, 0, 0), (1, 1, 0), (1, 0, 1)]
    votes = [Vote(pair, person, CHOICES[row[person]]) for pair, row in enumerate(rows) for person in range(3)]
    found = dawid_skene(votes)
    for pair in range(4):
        assert found.posteriors[pair][1] == pytest.approx(all_truths(votes, pair), abs=0.04)


def test_a_lone_vote_stands_with_what_is_known_beforehand():
    """Twenty pairs with one vote each, 12 for candidate 1: nobody knows more of any of them."""
    votes = [Vote(pair, pair % 4, CHOICES[pair < 12]) for pair in range(20)]
    found = consensus_by(ConsensusMethod.DAWID_SKENE, votes)
    assert [found[pair].choice for pair in range(20)] == [1] * 12 + [0] * 8
    assert [found[pair].confidence for pair in range(20)] == pytest.approx([BEFORE] * 20, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_a_lone_vote_is_never_contradicted(seed):
    """Not even that of somebody who is always against the others, nor where one candidate wins."""
    rng = np.random.default_rng(seed)
    votes = [Vote(pair, person, ONE) for pair in range(30) for person in (1, 2, 3)]
    votes += [Vote(pair, 4, ZERO) for pair in range(30)]
    lone = {100 + pair: int(rng.integers(2)) for pair in range(20)}
    votes += [Vote(pair, int(rng.integers(1, 5)), CHOICES[choice]) for pair, choice in lone.items()]
    found = consensus_by(ConsensusMethod.DAWID_SKENE, votes)
    assert {pair: found[pair].choice for pair in lone} == lone
    assert all(found[pair].confidence > 0.5 for pair in lone)


def test_the_order_of_candidates_means_nothing():
    """Calling the candidates the other way round turns the posteriors round and changes no accuracy."""
    rng = np.random.default_rng(4)
    pair, person = np.repeat(np.arange(40), 3), np.tile(np.arange(3), 40)
    code = (rng.random(120) < 0.8).astype(np.int64)
    one, other = (dawid_skene(tabulate_columns(pair, person, choices)) for choices in (code, 1 - code))
    for number in range(40):
        assert one.posteriors[number][1] == pytest.approx(other.posteriors[number][0], abs=1e-6)
    assert one.accuracy == pytest.approx(other.accuracy, abs=1e-6)


def test_a_reliable_voice_outweighs_two_poor_ones():
    """Persons 1 to 3 are right on 95 % of 300 pairs, 4 and 5 guess: learned without being told."""
    rng = np.random.default_rng(2)
    truth = rng.integers(2, size=300)
    votes = [
        Vote(pair, person, CHOICES[right if rng.random() < accuracy else 1 - right])
        for pair, right in enumerate(truth)
        for person, accuracy in enumerate((0.95, 0.95, 0.95, 0.5, 0.5), start=1)
    ]
    found = dawid_skene(votes)
    assert list(found.accuracy.values()) == pytest.approx([0.95, 0.95, 0.95, 0.5, 0.5], abs=0.07)
    wrong = sum(np.argmax(found.posteriors[pair]) != right for pair, right in enumerate(truth))
    assert wrong <= 300 * 0.02  # two or three of the reliable ones err on 3 · 0.05² = 0.7 % of the pairs
    assert found.converged


@pytest.mark.parametrize("votes_a_pair", [1, 2, 3, 5])
def test_it_is_no_worse_than_the_majority_and_says_how_often_it_is_right(votes_a_pair):
    """Six people right on 55 to 95 %, 60 pairs: 0.02 below the majority at most, posteriors within 0.03."""
    right, said, majority = [], [], []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        pair = np.repeat(np.arange(60), votes_a_pair)
        person = np.argsort(rng.random((60, 6)), axis=1)[:, :votes_a_pair].ravel()
        table = tabulate_columns(pair, person, rng.binomial(1, rng.uniform(0.55, 0.95, 6)[person]))
        for found in consensus_by(ConsensusMethod.DAWID_SKENE, table).values():
            right.append({1: 1.0, None: 0.5, 0: 0.0}[found.choice])
            said.append(found.confidence)
        majority += [{1: 1.0, None: 0.5, 0: 0.0}[one.choice] for one in majority_consensus(table).values()]
    assert np.mean(right) >= np.mean(majority) - 0.02
    assert np.mean(said) == pytest.approx(np.mean(right), abs=0.03)


def test_posteriors_are_probabilities_by_pair():
    """Pairs and people are named by their ids."""
    found = dawid_skene([Vote(70, 5, ZERO), Vote(70, 8, ZERO), Vote(90, 5, ONE), Vote(90, 8, ONE)])
    assert set(found.posteriors) == {70, 90}
    assert set(found.accuracy) == {5, 8}
    assert found.posteriors[70][0] == pytest.approx(found.posteriors[90][1])
    assert found.posteriors[70][0] > 0.5
    assert sum(found.posteriors[70]) == pytest.approx(1)


def test_ties_are_left_out():
    """A pair with nothing but ties has no posterior, and no choice."""
    votes = [Vote(1, 1, ZERO), Vote(1, 2, ZERO), Vote(2, 1, DRAW), Vote(2, 2, DRAW)]
    assert set(dawid_skene(votes).posteriors) == {1}
    assert consensus_by(ConsensusMethod.DAWID_SKENE, votes)[2].choice is None


def test_no_votes_give_no_posteriors():
    found = dawid_skene([])
    assert (found.posteriors, found.accuracy) == ({}, {})
