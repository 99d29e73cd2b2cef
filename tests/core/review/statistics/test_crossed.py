"""Intervals of a mean of verdicts where items and reviewers were both drawn."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit
from statsmodels.stats.proportion import proportion_confint

from core.intervals import Interval, z_value
from core.review.statistics import Votes, win_rate, win_rate_of_these
from core.review.statistics.crossed import luck


def dealt(rng: np.random.Generator, items: int, reviewers: int, per_item: int, differ: float = 0.0) -> Votes:
    """A review of two models that are alike, each item judged by some of the reviewers, who may differ."""
    item = np.repeat(np.arange(items), per_item)
    reviewer = rng.permuted(np.tile(np.arange(reviewers), (items, 1)), axis=1)[:, :per_item].ravel()
    chance = expit(rng.normal(0, differ, reviewers)[reviewer] + rng.normal(0, 1, items)[item])
    return Votes(item, reviewer, (rng.random(len(item)) < chance).astype(np.float64))


@pytest.mark.parametrize(("won", "n"), [(0, 20), (8, 10), (81, 263), (150, 150)])
@pytest.mark.parametrize("alone", [True, False])
def test_one_verdict_an_item_is_wilsons_interval(won: int, n: int, *, alone: bool) -> None:
    """As statsmodels' `proportion_confint(method="wilson")`, by one reviewer or by as many as verdicts."""
    score = (np.arange(n) < won).astype(np.float64)
    reviewer = np.zeros(n, dtype=np.int64) if alone else np.arange(n)
    found = win_rate(Votes(np.arange(n), reviewer, score)).interval
    expected = proportion_confint(won, n, method="wilson")
    assert (found.lower, found.upper) == pytest.approx(expected, abs=1e-9)


def test_as_many_verdicts_each_on_other_items_are_students_t_on_reviewers() -> None:
    """The margin is that of `scipy.stats.ttest_1samp` on the reviewers' means, to 1e-9."""
    votes = dealt(np.random.default_rng(1), 200, 5, 1)
    votes = Votes(votes.item, np.arange(200) % 5, votes.score)
    means = np.array([votes.score[votes.reviewer == number].mean() for number in range(5)])
    low, high = stats.ttest_1samp(means, 0.5).confidence_interval(0.95)
    assert luck(votes).margin_squared(0.95) == pytest.approx(((high - low) / 2) ** 2, rel=1e-9)
    assert luck(votes).reviewers == pytest.approx(4, abs=1e-9)


def test_all_items_judged_by_all_have_the_variances_of_a_two_way_analysis() -> None:
    """Mean squares of items, reviewers and rest give V = (MSI + MSR - MSE) / N: Henderson's balanced case."""
    votes = dealt(np.random.default_rng(2), 40, 4, 4, differ=1.0)
    order = np.lexsort((votes.reviewer, votes.item))
    table = votes.score[order].reshape(40, 4)
    mean, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    of_items = 4 * ((rows - mean) ** 2).sum() / 39
    of_reviewers = 40 * ((columns - mean) ** 2).sum() / 3
    rest = ((table - rows[:, None] - columns + mean) ** 2).sum() / (39 * 3)
    found = luck(votes)
    assert found.variance == pytest.approx((of_items + of_reviewers - rest) / 160, rel=1e-9)
    assert found.by_reviewers == pytest.approx(of_reviewers / 160, rel=1e-9)


def test_nobody_else_is_spoken_of_with_these_reviewers() -> None:
    """All judging all: the margin is that of `scipy.stats.ttest_1samp` on the items' means, to 1e-9."""
    votes = dealt(np.random.default_rng(3), 60, 3, 3, differ=1.0)
    means = np.bincount(votes.item, weights=votes.score) / 3
    low, high = stats.ttest_1samp(means, 0.5).confidence_interval(0.95)
    mean, margin, z = votes.score.mean(), (high - low) / 2, z_value(0.95)
    effective = mean * (1 - mean) * z**2 / margin**2
    wilson = proportion_confint(mean * effective, effective, method="wilson")
    found = win_rate_of_these(votes).interval
    assert (found.lower, found.upper) == pytest.approx(wilson, abs=1e-9)


def test_reviewers_that_differ_widen_the_interval_and_say_so() -> None:
    """Three people who disagree tell little of the next one, however many items they judged."""
    alike, differing = (dealt(np.random.default_rng(4), 400, 3, 3, differ) for differ in (0.0, 1.5))
    wide, narrow = win_rate(differing), win_rate_of_these(differing)
    assert wide.interval.upper - wide.interval.lower > 3 * (narrow.interval.upper - narrow.interval.lower)
    assert win_rate(alike).interval.upper - win_rate(alike).interval.lower < 0.25
    assert "reviewers like these" in wide.method
    assert "these reviewers only" in narrow.method


def test_one_reviewer_says_nothing_of_others() -> None:
    """The sentence says it, and both figures are the same."""
    votes = dealt(np.random.default_rng(5), 50, 1, 1)
    assert "one person's" in win_rate(votes).method
    assert win_rate(votes) == win_rate_of_these(votes)


@pytest.mark.parametrize("score", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(("items", "reviewers"), [(1, 1), (1, 4), (2, 2), (3, 3), (30, 3), (3, 30)])
def test_the_ends_hold_the_rate_where_all_verdicts_are_alike(
    score: float, items: int, reviewers: int
) -> None:
    """An interval is never a point, nor outside 0 and 1."""
    item = np.repeat(np.arange(items), reviewers)
    votes = Votes(item, np.tile(np.arange(reviewers), items), np.full(len(item), score))
    for estimate in (win_rate(votes), win_rate_of_these(votes)):
        assert 0 <= estimate.interval.lower <= score <= estimate.interval.upper <= 1
        assert estimate.interval.upper - estimate.interval.lower > 0.02


def test_no_verdicts_tell_nothing() -> None:
    """The rate is unknown, and anything is possible."""
    empty = np.array([], dtype=np.int64)
    found = win_rate(Votes(empty, empty, np.array([], dtype=np.float64)))
    assert (found.value, found.interval, found.n) == (None, Interval(0.0, 1.0), 0)


def test_codes_that_nobody_has_change_nothing() -> None:
    """A part of a table keeps the codes of the whole."""
    votes = dealt(np.random.default_rng(6), 80, 6, 3, differ=0.5)
    sparse = Votes(votes.item * 3 + 5, votes.reviewer * 7 + 2, votes.score)
    for figure in (win_rate, win_rate_of_these):
        assert figure(sparse).interval.lower == pytest.approx(figure(votes).interval.lower, abs=1e-12)
        assert figure(sparse).reviewers == figure(votes).reviewers == 6


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """600 reviews in which items and reviewers differ; `bench_coverage` has the whole table.

    Three and eight reviewers, one and three verdicts an item; the truth is the rate over all items and
    reviewers, one half. 95 % of 600 lie within 93.2 and 96.7 % in 19 of 20 cases; the seed is fixed.
    """
    rng = np.random.default_rng(7)
    held = [
        found.lower <= 0.5 <= found.upper
        for reviewers, per_item in [(3, 1), (3, 3), (8, 1), (8, 3)]
        for _ in range(150)
        for found in [win_rate(dealt(rng, 150, reviewers, per_item, differ=0.5)).interval]
    ]
    assert 0.93 <= np.mean(held) <= 0.97
