"""The sign test, pass rates with their paired difference, position, and ties, against published figures."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.descriptivestats import sign_test as sign_test_of_statsmodels
from statsmodels.stats.proportion import proportion_confint

from core.review.statistics import (
    PassRates,
    Votes,
    pass_rates,
    position_bias,
    sign_test,
    win_rate,
    with_even_items,
)


def passed(both: int, first: int, second: int, neither: int) -> PassRates:
    """Pass rates of one reviewer's single verdicts, from a fourfold table."""
    n = both + first + second + neither
    of_first, of_second = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    of_first[: both + first] = True
    of_second[:both] = of_second[both + first : both + first + second] = True
    return pass_rates(np.arange(n), np.zeros(n, dtype=np.int64), of_first, of_second)


def newcombe(both: int, first: int, second: int, neither: int) -> tuple[float, float]:
    """Method 10 for the second's rate less the first's, without continuity correction."""
    n = both + first + second + neither
    p1, p2 = (both + second) / n, (both + first) / n
    l1, u1 = proportion_confint(both + second, n, method="wilson")
    l2, u2 = proportion_confint(both + first, n, method="wilson")
    product = both * neither - first * second
    less = max(product - n / 2, 0) if product > 0 else product
    phi = less / np.sqrt((both + first) * (second + neither) * (both + second) * (first + neither))
    down = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
    up = (p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u1 - p1) + (u1 - p1) ** 2
    return p1 - p2 - np.sqrt(down), p1 - p2 + np.sqrt(up)


TABLES = [(1, 1, 7, 12), (59, 6, 16, 80), (20, 12, 2, 16), (794, 150, 86, 570)]
"""Bentur et al. (2009) and Cavo et al. (2012), as in Fagerland, Lydersen and Laake, Statistics in Medicine 33
(2014) 2850-2875; Armitage and Berry (1994), page 127; Agresti, Categorical Data Analysis, table 10.1."""


@pytest.mark.parametrize("table", TABLES)
def test_the_difference_of_paired_rates_is_about_newcombes(table: tuple[int, int, int, int]) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 2635-2650, method 10; within two points even of 21 pairs."""
    found = passed(*table).difference
    assert (found.interval.lower, found.interval.upper) == pytest.approx(newcombe(*table), abs=0.02)


def test_the_check_itself_gives_the_published_interval() -> None:
    """Fagerland, Lydersen and Laake (2014), table V: 0.026 to 0.507 of Bentur's children."""
    assert newcombe(*TABLES[0]) == pytest.approx((0.026, 0.507), abs=5e-4)


def test_approval_fell_by_two_to_six_points() -> None:
    """Agresti, Categorical Data Analysis, section 10.1: -0.04 with a 95 % interval of -0.06 to -0.02."""
    found = passed(*TABLES[3]).difference
    assert found.value == pytest.approx(-0.04)
    assert (found.interval.lower, found.interval.upper) == pytest.approx((-0.06, -0.02), abs=5e-3)


@pytest.mark.parametrize("table", TABLES)
def test_the_test_of_paired_rates_is_mcnemars(table: tuple[int, int, int, int]) -> None:
    """As statsmodels' `mcnemar(exact=True)`, to 1e-9; Armitage and Berry's comes to 0.0129."""
    both, first, second, neither = table
    expected = mcnemar([[both, first], [second, neither]], exact=True).pvalue
    assert passed(*table).test.p_value == pytest.approx(expected, abs=1e-9)


def test_armitage_and_berrys_two_media() -> None:
    """12 against 2 of 50 specimens: p = 0.0129 (Statistical Methods in Medical Research, page 127)."""
    assert passed(*TABLES[2]).test.p_value == pytest.approx(0.0129, abs=5e-5)


def test_each_rate_is_wilsons_where_single_verdicts_were_given() -> None:
    """As statsmodels' `proportion_confint(method="wilson")`, to 1e-9."""
    found = passed(*TABLES[1])
    for rate, count in [(found.first, 65), (found.second, 75)]:
        assert rate.value == pytest.approx(count / 161)
        ends = proportion_confint(count, 161, method="wilson")
        assert (rate.interval.lower, rate.interval.upper) == pytest.approx(ends, abs=1e-9)


def test_the_sign_test_is_on_majorities() -> None:
    """Three verdicts on an item count once, and `statsmodels.stats.descriptivestats.sign_test` agrees."""
    item = np.repeat(np.arange(12), 3)
    score = np.array([[1, 1, 0]] * 8 + [[0, 0.5, 0.5]] * 3 + [[1, 0.5, 0]], dtype=np.float64).ravel()
    found = sign_test(Votes(item, np.tile(np.arange(3), 12), score))
    sums = score.reshape(12, 3).mean(axis=1) - 0.5
    assert (found.first, found.second, found.even) == (3, 8, 1)
    assert found.p_value == pytest.approx(sign_test_of_statsmodels(sums)[1], abs=1e-9)


def test_the_sign_test_of_no_items_says_nothing() -> None:
    """All ties: nothing speaks against even."""
    votes = Votes(np.arange(3), np.zeros(3, dtype=np.int64), np.full(3, 0.5))
    assert (sign_test(votes).p_value, sign_test(votes).even) == (1.0, 3)


def test_ties_count_half_or_not_at_all_and_same_answers_as_ties() -> None:
    """6 wins, 2 losses, 2 ties: 0.7 and 0.75; with ten more even items 0.6, half as far from even."""
    score = np.array([1.0] * 6 + [0.0] * 2 + [0.5] * 2)
    votes = Votes(np.arange(10), np.zeros(10, dtype=np.int64), score)
    rate = win_rate(votes)
    more = with_even_items(rate, 10)
    assert (rate.value, win_rate(votes.decided).value, more.value) == pytest.approx((0.7, 0.75, 0.6))
    assert more.interval.lower - 0.5 == pytest.approx((rate.interval.lower - 0.5) / 2)
    assert (more.items, more.n) == (20, 10)


def test_a_reviewer_who_always_takes_the_left_is_found_out() -> None:
    """The rate of the left is 1, and the win rate depends on the side wholly."""
    left = np.arange(40) % 4 == 0
    votes = Votes(np.arange(40), np.arange(40) % 2, left.astype(np.float64))
    found = position_bias(votes, left)
    assert (found.left.value, found.second_left, found.rate_left, found.rate_right) == (1.0, 0.25, 1.0, 0.0)


def test_sides_nobody_had_have_no_rate() -> None:
    """Nothing is made up where there was nothing."""
    votes = Votes(np.arange(2), np.zeros(2, dtype=np.int64), np.array([1.0, 0.0]))
    assert position_bias(votes, np.array([True, True])).rate_right is None
    nothing = position_bias(votes.only(np.zeros(2, dtype=np.bool_)), np.zeros(0, dtype=np.bool_))
    assert (nothing.left.value, nothing.second_left) == (None, None)
