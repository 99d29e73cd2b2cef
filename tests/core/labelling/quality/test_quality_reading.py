"""The likelihood ratio between reading and guessing, and the accuracy of the team that it rests on."""

from itertools import product
from math import comb, exp, log

import numpy as np
import pytest

from core.labelling import Outcome
from core.labelling.quality.reading import READERS, readings
from core.labelling.quality.team_accuracy import GRID, leads, team_log_likelihood, weights, win_chance
from core.labelling.quality.votes import Vote, tabulate

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE


def votes_of(rows, *, gold=None, first=0):
    """Votes from rows of the answers of persons 1, 2 …; None is no answer."""
    return [
        Vote(pair, person, answer, gold=gold)
        for pair, row in enumerate(rows, start=first)
        for person, answer in enumerate(row, start=1)
        if answer is not None
    ]


def test_a_lead_of_two_by_hand():
    """At 75 % the odds of two who agree are 9 : 1, so a third agrees with 0.9 · 0.75 + 0.1 · 0.25 = 0.7."""
    at = int(np.flatnonzero(np.isclose(GRID, 0.75))[0])
    assert win_chance(np.array([1, 2, 1000]))[:, at] == pytest.approx([0.75**2 + 0.25**2, 0.7, 0.75])


def test_the_likelihood_is_that_of_all_truths():
    """Against summing over which candidates are right, pair by pair, gold and ties among them."""
    rows = [(ZERO, ONE, ONE), (ZERO, ZERO, DRAW), (ONE, None, None), (DRAW, DRAW, None)]
    found = team_log_likelihood(tabulate(votes_of(rows) + votes_of([(ZERO, ONE, ZERO)], gold=ZERO, first=9)))
    for a, value in zip(GRID, found, strict=True):
        total = 0.0
        for truths in product((ZERO, ONE), repeat=len(rows)):
            pairs = [*zip(truths, rows, strict=True), (ZERO, (ZERO, ONE, ZERO))]
            choices = [(right, vote) for right, row in pairs for vote in row if vote in (ZERO, ONE)]
            total += np.prod([a if vote == right else 1 - a for right, vote in choices]) / 2 ** len(rows)
        assert value == pytest.approx(log(total))


def test_the_team_is_as_accurate_as_its_gold_pairs_say():
    """Right on 750 of 1,000 gold pairs: the mean is (750 + 1) / (1000 + 2) = 0.7495, as of Laplace."""
    votes = votes_of([(ZERO,)] * 750 + [(ONE,)] * 250, gold=ZERO)
    assert weights(team_log_likelihood(tabulate(votes))) @ GRID == pytest.approx(751 / 1002, abs=1e-4)


def test_leads_are_counted_for_each_person():
    """Person 3 is against two who agree; on the second pair only gold says who is right."""
    votes = votes_of([(ZERO, ZERO, ONE)]) + votes_of([(ONE, None, None)], gold=ONE, first=5)
    found = leads(tabulate(votes))
    assert found.size.tolist() == [2, 1000]  # for persons 1 and 2 the others are split
    assert found.won.tolist() == [[0, 1], [0, 0], [0, 0]]
    assert found.lost.tolist() == [[0, 0], [0, 0], [1, 0]]


def against_gold(hits, misses):
    """Person 1 on gold pairs; person 2 has been right on three quarters of 40,000 others."""
    others = [(None, ZERO)] * 30_000 + [(None, ONE)] * 10_000
    own = [(ZERO, None)] * hits + [(ONE, None)] * misses
    return readings(tabulate(votes_of(own + others, gold=ZERO)))[0]


def test_the_ratio_by_hand():
    """Right on 10 of 20, from a guess and from readers who are right on 65 to 90 %, each as likely."""
    found = against_gold(10, 10)
    assert (found.hits, found.n) == (10, 20)
    assert (found.expected, found.accuracy) == pytest.approx((0.75, 0.75), abs=1e-3)
    reads = sum((r * (1 - r)) ** 10 for r in READERS) / len(READERS)
    assert found.log_ratio == pytest.approx(log(0.25**10 / reads), abs=1e-6)


def test_the_p_value_of_a_guess_is_that_of_the_binomial():
    """240 of 400 beside 200 ± 10; a normal curve does for so many."""
    found = against_gold(240, 160)
    assert found.p_guesses == pytest.approx(sum(comb(400, k) for k in range(240, 401)) / 2**400, rel=0.15)


def test_how_seldom_a_reader_looks_so_holds_for_every_look():
    """One over the ratio (Ville); where reading is the likelier, nothing is seldom."""
    guesses, reads = against_gold(10, 10), against_gold(18, 2)
    assert guesses.p_reads == pytest.approx(exp(-guesses.log_ratio))
    assert (reads.log_ratio < 0, reads.p_reads) == (True, 1.0)


def test_the_ratio_has_the_mean_one_after_any_number_of_answers():
    """Over all ways that a reader may answer gold pairs: what Ville's inequality asks for."""
    for n in (1, 4):
        mean = 0.0
        for hits in range(n + 1):
            reads = sum(r**hits * (1 - r) ** (n - hits) for r in READERS) / len(READERS)
            mean += comb(n, hits) * reads * exp(against_gold(hits, n - hits).log_ratio)
        assert mean == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("own", [ZERO, ONE])
def test_the_persons_own_votes_change_nothing_that_is_expected(own):
    """Two others agree on 730 of 1,000 pairs: 1 - 2ab = 0.73, a third agrees with (1-3ab)/(1-2ab) = 0.815."""
    votes = votes_of([(None, ZERO, ZERO)] * 730 + [(None, ZERO, ONE)] * 270 + [(own, ZERO, ZERO)] * 5)
    assert readings(tabulate(votes))[0].expected == pytest.approx(0.595 / 0.73, abs=0.005)


def test_pairs_of_different_difficulty_change_nothing():
    """40 % of the pairs are tossed for, the rest is plain: a third agrees with two as often as expected."""
    rng = np.random.default_rng(5)
    easy = rng.random(5000) < 0.6
    answers = np.where(easy[:, None], 0, rng.integers(2, size=(5000, 3)))
    found = readings(tabulate(votes_of([tuple((ZERO, ONE)[answer] for answer in row) for row in answers])))[0]
    assert found.hits / found.n == pytest.approx(found.expected, abs=0.015)


def test_a_team_at_odds_says_nothing():
    """Where the others agree no more than coins would, reading and guessing look alike."""
    rows = [(ZERO, ZERO, ZERO), (ONE, ZERO, ZERO)] * 20 + [(ZERO, ZERO, ONE)] * 60
    found = readings(tabulate(votes_of(rows)))[0]
    assert found.expected == pytest.approx(0.5, abs=0.05)
    assert abs(found.log_ratio) < 1
