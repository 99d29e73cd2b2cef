"""Known votes come to known choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.labelling import Outcome
from core.labelling.consensus import Consensus, ConsensusRule, coin, consensus

OUTCOMES = {
    "0": Outcome.CANDIDATE_0,
    "1": Outcome.CANDIDATE_1,
    "=": Outcome.TIE,
    "b": Outcome.BOTH_BAD,
    "s": Outcome.SKIP,
    "u": Outcome.UNDO,
}
VOTES = st.lists(st.sampled_from(list(Outcome)), max_size=9)


def of(votes: str, rule: ConsensusRule = ConsensusRule.MAJORITY) -> Consensus:
    """What votes written as 0, 1, = (tie) and s (skip) come to."""
    return consensus([OUTCOMES[vote] for vote in votes], rule)


@pytest.mark.parametrize(
    ("votes", "choice", "support"),
    [
        ("", None, None),
        ("s", None, None),
        ("u", None, None),
        ("0", 0, 1.0),
        ("1", 1, 1.0),
        ("=", None, None),
        ("01", None, None),  # 1 of 2 is not more than half
        ("001", 0, 2 / 3),
        ("110", 1, 2 / 3),
        ("0=", None, None),  # a tie is a vote against either candidate
        ("00=", 0, 2 / 3),
        ("1==", None, None),
        ("01=", None, None),
        ("00==", None, None),  # 2 of 4 is not more than half
        ("000==", 0, 3 / 5),
        ("0011", None, None),
        ("b", None, None),
        ("0b", None, None),  # so is that neither will do
        ("00b", 0, 2 / 3),
        ("0=b", None, None),
        ("11s", 1, 1.0),  # a skip is no vote
        ("1ss", 1, 1.0),
        ("00011", 0, 3 / 5),
    ],
)
def test_majority_is_more_than_half_of_all_votes(votes, choice, support):
    """Ties count among the votes, skips do not."""
    result = of(votes)
    assert (result.choice, result.support) == (choice, support)


@pytest.mark.parametrize(
    ("votes", "choice"),
    [
        ("", None),
        ("0", 0),
        ("111", 1),
        ("110", None),
        ("00=", None),
        ("00b", None),
        ("=", None),
        ("==", None),
        ("00s", 0),
        ("s", None),
    ],
)
def test_unanimous_is_every_vote(votes, choice):
    """One other vote, a tie among them, is enough to name no candidate."""
    assert of(votes, ConsensusRule.UNANIMOUS).choice == choice


def test_votes_are_counted_by_what_they_say():
    """Two for candidate 0, one for candidate 1, three ties and one for neither; the skip is none of them."""
    result = of("0=1=0s=b")
    assert (result.votes, result.judgments) == ((2, 1, 4), 7)


@given(VOTES, st.randoms(use_true_random=False), st.sampled_from(list(ConsensusRule)))
def test_the_order_of_votes_does_not_matter(votes, random, rule):
    """Nobody's vote weighs more for having come first."""
    shuffled = random.sample(votes, len(votes))
    assert consensus(votes, rule) == consensus(shuffled, rule)


@given(VOTES, st.sampled_from(list(ConsensusRule)))
def test_neither_candidate_is_favoured(votes, rule):
    """Exchanging the candidates exchanges the choice."""
    swapped = {Outcome.CANDIDATE_0: Outcome.CANDIDATE_1, Outcome.CANDIDATE_1: Outcome.CANDIDATE_0}
    result, mirrored = consensus(votes, rule), consensus([swapped.get(one, one) for one in votes], rule)
    assert mirrored.choice == (None if result.choice is None else 1 - result.choice)


@given(VOTES)
def test_what_is_unanimous_is_a_majority(votes):
    """The stricter rule never names what the other does not."""
    strict = consensus(votes, ConsensusRule.UNANIMOUS).choice
    assert strict is None or strict == consensus(votes).choice


def test_the_coin_is_fair_and_the_same_again():
    """2,000 flips: heads are Binomial(2000, ½), so 1000 ± 5·√500 (112) hold but once in two million."""
    flips = [coin(1, f"pair {number}") for number in range(2000)]
    assert flips == [coin(1, f"pair {number}") for number in range(2000)]
    assert set(flips) == {0, 1}
    assert abs(sum(flips) - 1000) < 112
    assert flips != [coin(2, f"pair {number}") for number in range(2000)]
