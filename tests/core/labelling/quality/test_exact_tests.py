"""The exact tests agree with arithmetic in whole numbers."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.labelling.quality.check import binomial_tail, binomial_test


def test_binomial_by_hand():
    """9 heads or more of 10: (10 + 1) / 1024; either way round, twice that."""
    assert binomial_tail(9, 10, 0.5) == pytest.approx(11 / 1024)
    assert binomial_test(9, 10) == pytest.approx(22 / 1024)
    assert binomial_test(1, 10) == pytest.approx(22 / 1024)


@pytest.mark.parametrize(
    ("successes", "n", "chance", "expected"),
    [(0, 0, 0.5, 1), (0, 5, 0.0, 1), (1, 5, 0.0, 0), (5, 5, 1.0, 1), (5, 5, 0.5, 1 / 32)],
)
def test_binomial_at_the_edges(successes, n, chance, expected):
    assert binomial_tail(successes, n, chance) == pytest.approx(expected)


def test_an_even_split_is_no_evidence():
    """And no trials are none."""
    assert binomial_test(5, 10) == binomial_test(0, 0) == 1


def test_large_numbers_do_not_overflow():
    """50,500 of 100,000: a normal deviate of 999 / √100,000 = 3.159, so about 0.0016 (two-sided)."""
    assert binomial_test(50_500, 100_000) == pytest.approx(0.00158, abs=1e-5)


@settings(deadline=None)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 9))
def test_binomial_tail_agrees_with_fractions(case, tenths):
    """Σ C(n, k) t^k (10-t)^(n-k) / 10^n in whole numbers."""
    successes, n = case
    exact = sum(comb(n, k) * tenths**k * (10 - tenths) ** (n - k) for k in range(successes, n + 1)) / 10**n
    assert binomial_tail(successes, n, tenths / 10) == pytest.approx(exact, rel=1e-9)
