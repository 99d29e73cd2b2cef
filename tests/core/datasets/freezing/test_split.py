"""A split is drawn by text and seed alone: known sizes, no overlap, nothing lost, any order."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.freezing.split import held_out

TEXTS = st.lists(st.text(max_size=4), max_size=40)
SHARES = st.integers(1, 99).map(lambda percent: percent / 100)
SEEDS = st.integers(0, 2**31)


def prompts(count: int) -> list[str]:
    """Distinct fingerprints."""
    return [f"fingerprint {number}" for number in range(count)]


@pytest.mark.parametrize(
    ("count", "share", "held"),
    [
        (10, 0.2, 2),
        (11, 0.2, 3),  # 2.2, rounded up
        (15, 0.2, 3),  # 0.2 · 15 is 3.0000000000000004 to a computer
        (1, 0.01, 1),
        (2, 0.99, 2),
        (100, 0.07, 7),  # 0.07 · 100 is 7.000000000000001
        (0, 0.5, 0),
    ],
)
def test_known_sizes(count, share, held):
    """ceil(share · n)."""
    assert len(held_out(prompts(count), share, 0)) == held


@given(st.integers(0, 300), st.integers(1, 99), SEEDS)
def test_the_size_is_the_share_rounded_up(count, percent, seed):
    """Reckoned in whole numbers: ceil(percent · n / 100)."""
    size = len(held_out(prompts(count), percent / 100, seed))
    assert size == math.ceil(Fraction(percent * count, 100))


@given(TEXTS, SHARES, SEEDS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(texts, share, seed, random):
    """The same texts in any order, some of them twice, are split alike, and only they."""
    split = held_out(texts, share, seed)
    assert split <= set(texts)
    assert held_out(random.sample(texts, len(texts)) + texts[:3], share, seed) == split


@given(TEXTS, SHARES, SEEDS)
def test_a_larger_share_holds_out_the_same_and_more(texts, share, seed):
    """Nobody's evaluation prompt becomes a prompt to tune on by asking for more of them."""
    assert held_out(texts, share / 2, seed) <= held_out(texts, share, seed)


def test_another_seed_is_another_split():
    """Of C(50, 10), some ten thousand million, two seeds draw the same one never."""
    splits = {frozenset(held_out(prompts(50), 0.2, seed)) for seed in range(20)}
    assert len(splits) == 20


def test_every_prompt_is_held_out_as_often_as_any():
    """400 seeds, a fifth of 20 prompts: each 80 times ± 5·8 (deviation √(400·0.2·0.8) = 8)."""
    times = dict.fromkeys(prompts(20), 0)
    for seed in range(400):
        for one in held_out(prompts(20), 0.2, seed):
            times[one] += 1
    assert all(abs(count - 80) < 40 for count in times.values())
