"""Figures of a reward, each worked out by hand."""

import random

import pytest

from core.errors import InvalidInput
from core.intervals import as_few, mean_interval
from core.rewards import JudgedPair, Scored
from core.rewards.measure import by_prompt, measure


def pair(prompt, first, second, choice):
    """A pair whose answers have so many words."""
    return JudgedPair(prompt, {}, ("word " * first, "word " * second), choice)


def scored(first, second):
    """Both answers' rewards; None for one that failed."""
    return tuple(Scored(one, error="" if one is not None else "it broke") for one in (first, second))


PAIRS = [
    pair("a", 5, 9, 1),  # right, the longer one
    pair("a", 5, 9, 0),  # wrong, the shorter one
    pair("b", 7, 7, 0),  # both the same, as long
    pair("c", 3, 1, 0),  # right, the longer one
    pair("d", 3, 1, 0),  # failed
]
SCORED = [scored(-0.5, 0.5), scored(-0.5, 0.5), scored(0.1, 0.1), scored(0.995, -1), scored(None, 0.5)]


def test_every_figure_by_hand():
    report = measure(PAIRS, SCORED, training_pairs=12)
    assert (report.pairs, report.prompts, report.failed, report.training_pairs) == (4, 3, 1, 12)
    means = (0.5, 0.5, 1.0)  # of a, b and c, for both figures
    mean, spread = sum(means) / 3, sum((one - 2 / 3) ** 2 for one in means) / 2
    ends = mean_interval(mean, spread, as_few(3))
    for share in (report.accuracy, report.longer):
        assert (share.value, share.lower, share.upper, share.n) == pytest.approx(
            (mean, ends.lower, ends.upper, 3)
        )
    assert report.saturated == 2 / 8
    # Words 5 9 5 9 7 7 3 1 have the ranks 3.5 7.5 3.5 7.5 5.5 5.5 2 1, rewards 2.5 6.5 2.5 6.5 4.5 4.5 8 1.
    words, rewards = (3.5, 7.5, 3.5, 7.5, 5.5, 5.5, 2, 1), (2.5, 6.5, 2.5, 6.5, 4.5, 4.5, 8, 1)
    over = sum((one - 4.5) * (other - 4.5) for one, other in zip(words, rewards, strict=True))
    under = [sum((one - 4.5) ** 2 for one in ranks) for ranks in (words, rewards)]
    assert report.length_correlation == pytest.approx(over / (under[0] * under[1]) ** 0.5)
    assert sum(report.rewards.preferred) == sum(report.rewards.other) == 4
    assert report.rewards.preferred[-1] == 1
    assert report.rewards.other[0] == 1


def test_what_does_not_vary_has_no_correlation():
    report = measure([pair("a", 2, 2, 1)], [scored(0.1, 0.2)], training_pairs=0)
    assert report.length_correlation is None
    assert not report.beats_coin


def test_length_is_seen_where_no_spaces_are():
    """Japanese answers have one word each; the longer is the one of more characters."""
    pairs = [JudgedPair(str(n), {}, ("短い要約です。" * (n + 4), "これは長い。" * 30), 1) for n in range(12)]
    rewards = [scored(n / 100, 0.9) for n in range(12)]
    report = measure(pairs, rewards, training_pairs=0)
    assert (report.longer.value, report.length_correlation) == (1.0, pytest.approx(1.0))


def test_a_reward_that_fails_on_all_is_no_reward():
    with pytest.raises(InvalidInput, match=r"None of the 1 held-out pairs .* it broke"):
        measure([pair("a", 1, 2, 1)], [scored(None, 0.1)], training_pairs=0)


@pytest.mark.parametrize(("prompts", "pairs"), [(3, 10), (4, 1), (5, 5), (8, 3)])
def test_a_coin_seldom_passes_for_a_reward_on_few_prompts(prompts, pairs):
    """At most one time in forty does its interval lie above one half, and some luck of 1,000 trials."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    names = [str(prompt) for prompt in range(prompts) for _ in range(pairs)]
    shares = [by_prompt(names, [chance.randint(0, 1) for _ in names]) for _ in range(1000)]
    assert sum(share.lower > 0.5 for share in shares) <= 40


def test_few_values_count_as_fewer():
    """By Student's t of 2 and of 99 degrees of freedom, 4.303 and 1.984, from a printed table."""
    assert as_few(3) == pytest.approx(3 * (1.960 / 4.303) ** 2, rel=1e-3)
    assert as_few(100) == pytest.approx(100 * (1.960 / 1.984) ** 2, rel=1e-3)
    assert mean_interval(1.0, 0.0, as_few(1)).lower < 0.01
