"""Agreement figures agree with Krippendorff's published examples, and with the plain definitions."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.intervals import wilson_interval
from core.labelling import Outcome
from core.labelling.quality import IntervalEstimate, agreement
from core.labelling.quality.agreement import krippendorff_alpha, percent_agreement
from core.labelling.quality.votes import Vote

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE


def counts_of(*observers: str):
    """Counts of each unit (row) and category (column) from one line an observer; a dot is missing."""
    lines = [observer.split() for observer in observers]
    categories = sorted({value for line in lines for value in line} - {"."})
    units = zip(*lines, strict=True)
    return np.array([[unit.count(category) for category in categories] for unit in units])


def test_krippendorff_binary_two_observers():
    """Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A: alpha = 0.095."""
    counts = counts_of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    # Coincidences: five units 0-0 give o_00 = 10, one unit 1-1 gives o_11 = 2, four mixed o_01 = o_10 = 4.
    # n_0 = 14, n_1 = 6, n = 20; alpha = 1 - (n-1) o_01 / (n_0 n_1) = 1 - 19·4 / (14·6) = 1 - 76/84 = 0.095
    assert krippendorff_alpha(counts).value == pytest.approx(1 - 76 / 84)


def test_krippendorff_nominal_two_observers():
    """Ibid., section B: alpha = 0.692."""
    counts = counts_of("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    # o_aa = 2, o_bb = 4, o_cc = 6, o_dd = 4, o_ee = 2: Σ o_cc = 18; n_c = 4, 6, 6, 6, 2, n = 24
    # Σ n_c (n_c-1) = 12 + 30 + 30 + 30 + 2 = 104; alpha = (23·18 - 104) / (24·23 - 104) = 310/448 = 0.692
    assert krippendorff_alpha(counts).value == pytest.approx(310 / 448)


def test_krippendorff_nominal_with_missing_data():
    """Ibid., section C: four observers, twelve units, alpha = 0.743; the lone value of unit 12 drops out."""
    counts = counts_of(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    # o_11 = 3 (unit 1) + 3·2/3 (unit 8) + 2 (unit 11) = 7;  o_22 = 3·2/3 (unit 2) + 4 + 4 (units 5, 9) = 10
    # o_33 = 4 + 4 = 8 (units 3, 4);  o_44 = 4 (unit 7);  o_55 = 3 (unit 10);  Σ o_cc = 32
    # n_c = 9, 13, 10, 5, 3, n = 40; Σ n_c (n_c-1) = 72 + 156 + 90 + 20 + 6 = 344
    # alpha = (39·32 - 344) / (40·39 - 344) = 904/1216 = 0.743
    found = krippendorff_alpha(counts)
    assert (found.value, found.n) == (pytest.approx(904 / 1216), 11)


def test_percent_agreement_by_hand():
    """Of 0, 0, 1 one pair of votes in three is equal, of tie, tie the only one; a lone vote has none."""
    votes = [Vote(1, 1, ZERO), Vote(1, 2, ZERO), Vote(1, 3, ONE), Vote(2, 1, DRAW), Vote(2, 3, DRAW)]
    found = agreement([*votes, Vote(3, 1, ONE)])
    assert found.percent.value == pytest.approx((1 / 3 + 1) / 2)
    assert found.choices.value == pytest.approx(1 / 3)  # the ties of pair 2 are no choices
    assert found.percent.n == 2


def test_against_the_rest_by_hand():
    """Three people on three pairs; where the other two are split, the pair is left out."""
    answers = {1: (ZERO, ZERO, ZERO), 2: (ZERO, ONE, ONE), 3: (ZERO, ZERO, ONE)}
    votes = [Vote(pair, person, a) for pair, row in answers.items() for person, a in enumerate(row, start=1)]
    rest = agreement(votes).against_the_rest
    # Person 1: pair 1 yes, pair 2 no, pair 3 split: 1 of 2. Person 2: pair 1 yes, the others split: 1 of 1.
    # Person 3: pair 1 yes, pair 2 split, pair 3 no: 1 of 2.
    shares = {person: (found.value, found.n) for person, found in rest.items()}
    assert shares == {1: (0.5, 2), 2: (1.0, 1), 3: (0.5, 2)}


def test_nothing_shared_is_unknown():
    """One judgment a pair says nothing about agreement."""
    found = agreement([Vote(1, 1, ZERO), Vote(2, 2, ONE)])
    unknown = IntervalEstimate(None, None, None, 0)
    assert found.percent == found.choices == found.alpha == unknown
    assert found.against_the_rest == {1: unknown, 2: unknown}


def test_alpha_without_variation_is_unknown():
    """People who always say the same may not look; percent agreement is full all the same."""
    found = agreement([Vote(pair, person, ZERO) for pair in range(20) for person in range(2)])
    assert found.alpha.value is None
    ends = wilson_interval(20, 20)
    assert found.percent == IntervalEstimate(1.0, pytest.approx(ends.lower), 1.0, 20)


def test_fewer_than_twenty_pairs_have_no_interval():
    """None would hold what it promises."""
    counts = np.array([[2, 0]] * 10 + [[1, 1]] * 9)
    few, enough = percent_agreement(counts), percent_agreement(np.concatenate([counts, counts[:1]]))
    assert (few, few.too_few) == (IntervalEstimate(pytest.approx(10 / 19), None, None, 19), True)
    assert (enough.n, enough.too_few) == (20, False)
    assert enough.lower < 11 / 20 < enough.upper


def test_no_votes_at_all():
    found = agreement([])
    assert (found.percent.value, found.against_the_rest) == (None, {})


def test_a_vote_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="skip"):
        agreement([Vote(1, 1, Outcome.SKIP)])


def test_two_votes_a_pair_have_wilsons_interval():
    """Of one pair less, for the variance is estimated: 70 of 100 pairs agree."""
    found = percent_agreement(np.array([[2, 0]] * 70 + [[1, 1]] * 30))
    ends = wilson_interval(0.7 * 99, 99)
    assert (found.lower, found.upper) == pytest.approx((ends.lower, ends.upper))


def test_three_votes_a_pair_cannot_agree_less_than_a_third():
    """Of three choices two are equal at least: the interval of the share that is unanimous, from 1/3 to 1."""
    found = percent_agreement(np.array([[3, 0]] * 40 + [[2, 1]] * 60))
    ends = wilson_interval(0.4 * 99, 99)
    assert (found.lower, found.upper) == pytest.approx(
        (1 / 3 + 2 / 3 * ends.lower, 1 / 3 + 2 / 3 * ends.upper)
    )


def made_counts(rng, pairs, votes, accuracy):
    """Choices of a team on pairs that are as often right on any."""
    right = rng.binomial(votes, rng.choice(np.atleast_1d(accuracy), size=pairs))
    turned = rng.random(pairs) < 0.5
    return np.stack([np.where(turned, right, votes - right), np.where(turned, votes - right, right)], axis=1)


@pytest.mark.parametrize("pairs", [20, 60])
@pytest.mark.parametrize(("votes", "accuracy"), [(2, 0.75), (3, 0.75), (3, 0.9), (3, (0.55, 0.95))])
def test_the_intervals_cover_what_they_promise(pairs, votes, accuracy):
    """93 to 97 of 100 times; 600 teams tell it to within two."""
    rng = np.random.default_rng(pairs + votes)
    a = np.atleast_1d(accuracy)
    truth = float((a**2 + (1 - a) ** 2).mean())
    covered = np.zeros(2)
    for _ in range(600):
        counts = made_counts(rng, pairs, votes, accuracy)
        percent, alpha = percent_agreement(counts), krippendorff_alpha(counts, equal_units=True)
        covered += (percent.lower <= truth <= percent.upper, alpha.lower <= 2 * truth - 1 <= alpha.upper)
    assert covered / 600 == pytest.approx([0.95, 0.95], abs=0.035)


def test_neither_gold_nor_many_votes_swamp_the_other_pairs():
    """Ten clear gold pairs and six others that all twelve people judge, beside 120 with three votes each."""
    rng = np.random.default_rng(1)
    ordinary = [
        Vote(pair, 3 * (pair % 4) + one, (ZERO, ONE)[rng.integers(2)])
        for pair in range(120)
        for one in range(3)
    ]
    gold = [Vote(1000 + pair, person, ZERO, gold=ZERO) for pair in range(10) for person in range(12)]
    shared = [Vote(2000 + pair, person, ONE) for pair in range(6) for person in range(12)]
    alone, beside_gold, with_all = (
        agreement(votes) for votes in (ordinary, ordinary + gold, ordinary + gold + shared)
    )
    assert (beside_gold.percent, beside_gold.choices, beside_gold.alpha) == (
        alone.percent,
        alone.choices,
        alone.alpha,
    )
    assert with_all.percent.value == pytest.approx((120 * alone.percent.value + 6) / 126)
    assert with_all.alpha.value < 0.1 + alone.alpha.value


def test_the_order_of_votes_does_not_matter():
    rng = np.random.default_rng(0)
    votes = [Vote(pair, person, (ZERO, ONE)[rng.integers(2)]) for pair in range(40) for person in range(3)]
    assert agreement(votes) == agreement(votes[::-1])


def differing(unit):
    """How often two answers of a unit differ."""
    return np.mean([a != b for a, b in permutations(unit, 2)])


def naive_alpha(units):
    """1 - observed / expected disagreement, each unit weighing the same."""
    units = [unit for unit in units if len(unit) > 1]
    shares = [np.mean([unit.count(one) / len(unit) for unit in units]) for one in (ZERO, ONE, DRAW) if units]
    n = sum(map(len, units))
    expected = (1 - sum(share**2 for share in shares)) * n / (n - 1) if units else 0
    return 1 - np.mean([differing(unit) for unit in units]) / expected if expected > 1e-12 else None


def naive_percent(units):
    """How often two answers are equal, each unit weighing the same."""
    equal = [1 - differing(unit) for unit in units if len(unit) > 1]
    return np.mean(equal) if equal else None


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from([ZERO, ONE, DRAW]), min_size=1, max_size=5), max_size=12))
def test_agreement_is_what_the_definitions_say(units):
    """Against loops over all pairs of values."""
    votes = [Vote(pair, person, vote) for pair, unit in enumerate(units) for person, vote in enumerate(unit)]
    found = agreement(votes)
    for value, expected in (
        (found.alpha.value, naive_alpha(units)),
        (found.percent.value, naive_percent(units)),
    ):
        assert (value is None) == (expected is None)
        assert value == (None if expected is None else pytest.approx(expected))
