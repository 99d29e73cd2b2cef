"""Strengths of several models: published figures, statsmodels, and how often the intervals are right."""

import numpy as np
import pytest
import statsmodels.api as sm

from core.review.statistics import Duels, Votes, ranking
from core.review.statistics.many_models import strengths

BASEBALL = np.array(
    [
        [0, 7, 9, 7, 7, 9, 11],
        [6, 0, 7, 5, 11, 9, 9],
        [4, 6, 0, 7, 7, 8, 12],
        [6, 8, 6, 0, 6, 7, 10],
        [6, 2, 6, 7, 0, 7, 12],
        [4, 4, 5, 6, 6, 0, 6],
        [2, 4, 1, 3, 1, 7, 0],
    ]
)
"""Wins of the row over the column: Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore."""


def from_wins(won):
    """One verdict a win, each on an item of its own."""
    winner, loser = (np.repeat(each, won[np.nonzero(won)]) for each in np.nonzero(won))
    n = len(winner)
    return Duels(Votes(np.arange(n), np.zeros(n, dtype=int), np.ones(n)), loser, winner)


def review(seed, *, items=150, models=3, reviewers=1, per_item=1, spread=0.0):
    """A round robin with ties in a tenth; what an item and a reviewer think of each model differs."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(models, 1)
    pair = np.tile(np.repeat(np.arange(len(first)), per_item), items)
    item = np.repeat(np.arange(items), len(first) * per_item)
    order = np.argsort(rng.random((items * len(first), reviewers)), axis=1)[:, :per_item]
    reviewer, first, second = order.ravel(), first[pair], second[pair]
    of_item, of_reviewer = rng.normal(0, 0.5, (items, models)), rng.normal(0, spread, (reviewers, models))
    worth = np.arange(models) * 0.4 + of_item[item] + of_reviewer[reviewer]
    rows = np.arange(len(item))
    chance = 1 / (1 + np.exp(worth[rows, first] - worth[rows, second]))
    score = np.where(rng.random(len(item)) < 0.1, 0.5, rng.random(len(item)) < chance)
    return Duels(Votes(item, reviewer, score.astype(float)), first, second)


def expected(models, spread):
    """The wins of such a review on average, for all reviewers that there could be."""
    lead = 0.4 * (np.arange(models)[:, None] - np.arange(models))
    luck = np.random.default_rng(0).normal(0, (2 * (0.25 + spread**2)) ** 0.5, 100_000)
    chance = np.array([[(1 / (1 + np.exp(-each - luck))).mean() for each in row] for row in lead])
    return np.where(np.eye(models), 0, 0.05 + 0.9 * chance)


def test_baseball_is_as_published():
    """Agresti, Categorical Data Analysis (2002), 10.6.1; the digits are those of R's BradleyTerry2."""
    found = ranking(from_wins(BASEBALL), models=7, anchor=6)
    assert found.strength == pytest.approx([1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0], abs=5e-5)
    assert found.chance(4, 1) == pytest.approx(
        1 / (1 + np.exp(1.1077 - 1.4364)), abs=1e-4
    )  # Detroit beats Boston
    assert (1, 2, 3) in found.intransitive  # 7:6, 7:6 and 8:5


def test_strengths_are_those_of_a_logistic_regression():
    """Statsmodels' GLM on +1 for the one and -1 for the other, ties as halves."""
    duels = review(1)
    x = np.zeros((len(duels.votes), 3))
    x[np.arange(len(x)), duels.second] += 1
    x[np.arange(len(x)), duels.first] -= 1
    theirs = sm.GLM(duels.votes.score, x[:, 1:], family=sm.families.Binomial()).fit(tol=1e-14).params
    found = ranking(duels, models=3)
    assert found.strength[1:] == pytest.approx(theirs, abs=1e-9)
    assert strengths(found.won[None], 0)[0] == pytest.approx(found.strength, abs=1e-9)


@pytest.mark.parametrize(("reviewers", "per_item", "spread"), [(1, 1, 0.0), (4, 2, 0.3)])
def test_the_intervals_hold_the_truth(reviewers, per_item, spread):
    """30 reviews of three models; items differ, and reviewers in one case."""
    truth = strengths(expected(3, spread)[None], 0)[0]
    within = np.zeros(3)
    for seed in range(1, 31):
        found = ranking(review(seed, reviewers=reviewers, per_item=per_item, spread=spread), models=3)
        within += (found.lower <= truth) & (truth <= found.upper)
    assert within[0] == 30
    assert within[1:].min() >= 26


def test_the_same_verdicts_have_the_same_intervals():
    """The seed is fixed: a report that is made again has the same bytes."""
    one, again = ranking(review(2), models=3), ranking(review(2), models=3)
    assert (one.lower == again.lower).all()
    assert (one.upper == again.upper).all()


@pytest.mark.parametrize(
    ("duels", "said"),
    [
        (from_wins(np.array([[0, 9, 9], [0, 0, 5], [0, 4, 0]])), "won or lost every verdict"),
        (from_wins(np.zeros((3, 3), dtype=int)), "never met"),
        (from_wins(np.array([[0, 2, 2], [1, 0, 2], [1, 1, 0]])), "9 items are too few"),
    ],
)
def test_where_nothing_can_be_said_a_sentence_says_why(duels, said):
    found = ranking(duels, models=3)
    assert said in found.why
    assert found.lower is None
    assert (found.chance(0, 1) is None) == ("too few" not in said)
