"""Three ways to count votes, by hand, and how far their confidence can be believed."""

import numpy as np
import pytest

from core.errors import InvalidInput
from core.labelling import Outcome
from core.labelling.quality import ConsensusMethod, Posterior, consensus_by, gold_accuracy, tabulate_columns
from core.labelling.quality.consensus_methods import (
    dawid_skene_consensus,
    majority_consensus,
    weighted_consensus,
)
from core.labelling.quality.votes import Vote

ZERO, ONE, DRAW, BAD = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE, Outcome.BOTH_BAD
NONE = Posterior(None, 0.5)


def votes_on(pair, *answers, gold=None):
    return [Vote(pair, person, answer, gold=gold) for person, answer in enumerate(answers, start=1)]


def test_the_majority_by_hand():
    """A team right on three quarters of 4,000 gold pairs: odds of 3 a vote."""
    gold = [Vote(10 + i, 9, ZERO if i % 4 else ONE, gold=ZERO) for i in range(4000)]
    answers = votes_on(1, ONE, ONE, ZERO) + votes_on(2, ZERO, ZERO, ZERO) + votes_on(3, ONE, DRAW, BAD)
    found = majority_consensus(answers + votes_on(4, ZERO, ONE) + gold)
    assert found[1] == Posterior(1, pytest.approx(3 / 4, abs=0.01))  # one vote ahead: 3 : 1
    assert found[2] == Posterior(0, pytest.approx(27 / 28, abs=0.01))  # three: 27 : 1
    assert found[3] == found[4] == NONE


def test_weighted_by_hand():
    """Odds of 9, 3/2 and 3/2: one who is right on 90 % outweighs two who are on 60 %, with 4 : 1."""
    accuracy = {1: 0.9, 2: 0.6, 3: 0.6}
    found = weighted_consensus(votes_on(1, ONE, ZERO, ZERO) + votes_on(2, ONE, DRAW, ZERO), accuracy)
    assert found == {1: Posterior(1, pytest.approx(4 / 5)), 2: Posterior(1, pytest.approx(6 / 7))}


def test_weights_are_bounded():
    """Nobody is surer than 95 %, and who is mostly wrong counts for nothing, not for the opposite."""
    found = weighted_consensus([*votes_on(1, ONE, ONE), Vote(2, 2, ONE)], {1: 1.0, 2: 0.1})
    assert found == {1: Posterior(1, pytest.approx(0.95)), 2: NONE}


def test_who_has_answered_no_gold_weighs_as_the_mean():
    """Odds of 9 against 7/3 times 4: the third person is taken to be right on 80 %."""
    found = weighted_consensus(votes_on(1, ONE, ZERO, ZERO), {1: 0.9, 2: 0.7})
    assert found[1] == Posterior(0, pytest.approx(28 / (27 + 28)))


def test_half_ties_leave_no_choice():
    """With either method, as with the majority."""
    votes = votes_on(1, ONE, DRAW) + votes_on(2, BAD, DRAW) + votes_on(3, ONE, ONE, DRAW)
    for found in (weighted_consensus(votes, {1: 0.8}), dawid_skene_consensus(votes)):
        assert found[1] == found[2] == NONE
        assert found[3].choice == 1


def test_gold_accuracy_by_hand():
    """Laplace: (2 + 1) / (3 + 2); ties say nothing, and who has answered none is not there."""
    gold = [Vote(pair, 1, answer, gold=ONE) for pair, answer in enumerate((ONE, ONE, ZERO, DRAW))]
    assert gold_accuracy([*gold, Vote(9, 2, ONE), Vote(8, 3, ONE, gold=DRAW)]) == {1: 3 / 5}


def test_without_gold_nothing_can_be_weighed():
    with pytest.raises(InvalidInput, match="add some, or take the majority"):
        consensus_by(ConsensusMethod.WEIGHTED, votes_on(1, ONE))


@pytest.mark.parametrize("method", [ConsensusMethod.MAJORITY, ConsensusMethod.DAWID_SKENE])
def test_no_votes_no_consensus(method):
    assert consensus_by(method, []) == {}


@pytest.fixture(scope="module")
def team():
    """4,000 pairs, three votes each, of twelve people right on 55 to 95 %; a tenth of the pairs is gold."""
    rng = np.random.default_rng(4)
    better, accuracy = rng.integers(2, size=4000), np.linspace(0.55, 0.95, 12)
    pair = np.repeat(np.arange(4000), 3)
    person = rng.random((4000, 12)).argsort(axis=1)[:, :3].ravel()
    code = np.where(rng.random(len(pair)) < accuracy[person], better[pair], 1 - better[pair])
    return better, tabulate_columns(pair, person, code, gold=np.where(pair < 400, better[pair], -1))


@pytest.mark.parametrize("method", list(ConsensusMethod))
def test_confidence_is_what_it_says(team, method):
    """Where the model holds, as large a share of choices is right as was promised, at every level."""
    better, table = team
    found = consensus_by(method, table)
    sure = np.array([found[pair].confidence for pair in range(4000)])
    right = np.array([found[pair].choice == better[pair] for pair in range(4000)])
    level_of = np.digitize(sure, [0.8, 0.95])
    for level in (level_of == found for found in np.unique(level_of)):
        assert right[level].mean() == pytest.approx(sure[level].mean(), abs=0.04)


def test_weighing_people_beats_counting_heads(team):
    """Majority 82 %, weighted and Dawid-Skene 85 % of these pairs."""
    better, table = team
    shares = {
        method: np.mean([found.choice == better[pair] for pair, found in consensus_by(method, table).items()])
        for method in ConsensusMethod
    }
    assert min(shares[ConsensusMethod.WEIGHTED], shares[ConsensusMethod.DAWID_SKENE]) > (
        shares[ConsensusMethod.MAJORITY] + 0.01
    )
