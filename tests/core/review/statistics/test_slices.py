"""Parts of a review: which differ, with all looks reckoned with."""

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from core.review.statistics import Cut, Votes, length_habits, slices, win_rate
from core.review.statistics.slices import holm


def review(seed, *, items=300, per_item=3, reviewers=5, rates=(0.5, 0.5, 0.5)):
    """Verdicts whose rate depends on the stratum of their item, and the stratum of each item."""
    rng = np.random.default_rng(seed)
    stratum = np.arange(items) % len(rates)
    item = np.repeat(np.arange(items), per_item)
    reviewer = np.argsort(rng.random((items, reviewers)), axis=1)[:, :per_item].ravel()
    lean = rng.beta(2, 2, items)[item] - 0.5 + np.array(rates)[stratum[item]]
    return Votes(item, reviewer, (rng.random(len(item)) < lean).astype(float)), stratum


def by_stratum(votes, stratum):
    return Cut("stratum", stratum[votes.item], ["news", "advice", "sport"])


def by_reviewer(votes):
    return Cut("reviewer", votes.reviewer, [f"person {code}" for code in range(5)])


def test_holm_is_that_of_statsmodels():
    """As multipletests has it."""
    p_values = np.array([0.01, 0.04, 0.03, 0.005, 0.2, 0.9])
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1], abs=1e-9)
    assert holm(np.zeros(0)).shape == (0,)


def test_one_verdict_an_item_is_the_test_of_two_proportions():
    """With one verdict an item it is the pooled z-test: Fleiss et al. (2003), section 3.2."""
    votes, stratum = review(1, per_item=1, rates=(0.5, 0.6), items=2000)
    first = slices(votes, [Cut("half", stratum[votes.item], ["a", "b"])])[0]
    one, other = votes.score[stratum == 0], votes.score[stratum == 1]
    pooled = votes.score.mean()
    z = (one.mean() - other.mean()) / (pooled * (1 - pooled) * (1 / len(one) + 1 / len(other))) ** 0.5
    assert first.difference == pytest.approx(one.mean() - other.mean(), abs=1e-12)
    assert first.p_value == pytest.approx(2 * norm.sf(abs(z)), rel=1e-9)


def test_a_stratum_that_differs_is_found():
    """One stratum in three at 75 %: it stands out, and so do not the reviewers, who are alike."""
    votes, stratum = review(2, rates=(0.5, 0.5, 0.75))
    found = slices(votes, [by_stratum(votes, stratum), by_reviewer(votes)])
    assert [part.name for part in found if part.differs][-1] == "sport"
    assert not any(part.differs for part in found if part.kind == "reviewer")
    sport = found[2]
    assert sport.estimate.n == 300
    assert sport.estimate.value == win_rate(votes.only(stratum[votes.item] == 2)).value
    assert sport.corrected >= sport.p_value


def test_where_nothing_differs_little_is_found():
    """Of 100 reviews with 8 parts each some 5 say that any part differs; without Holm 30 would."""
    alarms = raw = 0
    for seed in range(100):
        votes, stratum = review(seed, items=120)
        found = slices(votes, [by_stratum(votes, stratum), by_reviewer(votes)])
        alarms += any(part.differs for part in found)
        raw += any(part.p_value < 0.05 for part in found)
    assert alarms <= 9
    assert raw > 20


def test_small_parts_and_parts_without_a_rest_are_not_compared():
    """Nine items have a rate and an interval, and no p-value; a cut of one part has nothing beside it."""
    votes, _ = review(3)
    few = np.where(votes.item < 9, 0, 1)
    small = slices(
        votes, [Cut("few", few, ["nine", "rest"]), Cut("all", np.zeros(len(few), dtype=int), ["all"])]
    )
    assert [part.p_value for part in small] == [None, None, None]
    assert small[0].estimate.items == 9
    assert small[2].difference is None
    assert slices(votes, [Cut("none", np.full(len(few), -1), [])]) == []


def test_who_always_takes_the_longer_answer_stands_out():
    """One of five reviewers takes the longer answer every time, the others by what it says."""
    votes, _ = review(4)
    difference = np.random.default_rng(4).integers(-30, 40, 300).astype(float)
    by_length = (difference[votes.item] > 0).astype(float)
    votes = Votes(votes.item, votes.reviewer, np.where(votes.reviewer == 2, by_length, votes.score))
    habits = length_habits(votes, difference[votes.item], [f"person {code}" for code in range(5)])
    assert habits[2].estimate.value == 1
    assert [habit.name for habit in habits if habit.differs and habit.difference > 0] == ["person 2"]
