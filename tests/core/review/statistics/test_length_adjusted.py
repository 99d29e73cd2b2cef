"""The rate at equal length: statsmodels' arithmetic, and a reviewer who goes by length does not move it."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t as student

from core.review.statistics import Votes, length_adjusted
from core.review.statistics.logistic import deviation, fit

LONGER = 0.84  # the tuned answer is longer in 80 % of items: normal with this mean and variance 1


def review(seed, *, items=400, reviewers=5, per_item=3, rate=0.5, by_length=1, mean=LONGER):
    """Verdicts and differences in length; some reviewers take the longer answer, the others never look."""
    rng = np.random.default_rng(seed)
    difference = np.round(rng.normal(mean, 1, items) * 30)
    item = np.repeat(np.arange(items), per_item)
    reviewer = np.argsort(rng.random((items, reviewers)), axis=1)[:, :per_item].ravel()
    score = (rng.random(len(item)) < rate).astype(float)
    score = np.where(reviewer < by_length, (1 + np.sign(difference[item])) / 2, score)
    return Votes(item, reviewer, score), difference


def design(difference):
    x = np.tanh(difference / difference.std(ddof=1))
    return np.column_stack([np.ones(len(x)), x])


def test_the_rate_is_that_of_statsmodels():
    """GLM of the binomial family on 1 and tanh(d/s), ties as halves: AlpacaEval's minimal formula."""
    votes, difference = review(1)
    votes.score[::7] = 0.5
    rows = design(difference)[votes.item]
    theirs = sm.GLM(votes.score, rows, family=sm.families.Binomial()).fit(tol=1e-14)
    ours = length_adjusted(votes, difference)
    assert ours.estimate.value == pytest.approx(1 / (1 + np.exp(-theirs.params[0])), abs=1e-9)
    assert ours.slope == pytest.approx(theirs.params[1], abs=1e-9)


def test_the_deviation_is_the_jackknife_written_out():
    """Σ over clusters of ((H - H_g)⁻¹ s_g)² from the sums of each cluster, one after the other."""
    votes, difference = review(2, items=40, reviewers=4)
    x = design(difference)
    found = fit(x, votes)
    rows, chance = x[votes.item], found.chance[votes.item]
    whole = (rows * (chance * (1 - chance))[:, None]).T @ rows

    def variance(cluster):
        moved = []
        for each in np.unique(cluster):
            own = cluster == each
            information = (rows[own] * (chance * (1 - chance))[own, None]).T @ rows[own]
            moved.append(np.linalg.solve(whole - information, (votes.score - chance)[own] @ rows[own])[0])
        return (len(moved) - 1) / len(moved) * np.square(moved).sum()

    one, other, both = variance(votes.item), variance(votes.reviewer), variance(np.arange(len(votes)))
    assert deviation(found, x, votes) == (
        pytest.approx(max(one + other - both, one, other) ** 0.5, abs=1e-9),
        3,
    )


def test_with_many_clusters_it_is_about_the_sandwich():
    """Statsmodels' cluster-robust covariance of the same fit over 400 items: within 2 % for one reviewer."""
    votes, difference = review(3, reviewers=1, per_item=1, by_length=0)
    x = design(difference)
    theirs = sm.GLM(votes.score, x, family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": votes.item}
    )
    half = student.ppf(0.975, 399) * theirs.bse[0]
    interval = length_adjusted(votes, difference).estimate.interval
    assert interval.lower == pytest.approx(1 / (1 + np.exp(half - theirs.params[0])), abs=0.02 * half)


@pytest.mark.parametrize("reviewers", [3, 5, 10])
@pytest.mark.parametrize(("mean", "longer"), [(0.524, 0.7), (0.842, 0.8), (1.282, 0.9)])
def test_a_reviewer_who_takes_the_longer_answer_moves_only_the_plain_rate(reviewers, mean, longer):
    """Equal models: the plain rate is off by 2 to 13 points, the adjusted one has 50 % in its interval."""
    plain, adjusted, within = [], [], 0
    for seed in range(12):
        votes, difference = review(seed, reviewers=reviewers, mean=mean)
        estimate = length_adjusted(votes, difference).estimate
        plain.append(votes.score.mean())
        adjusted.append(estimate.value)
        within += estimate.interval.lower <= 0.5 <= estimate.interval.upper
    assert np.mean(plain) - 0.5 == pytest.approx((longer - 0.5) / reviewers, abs=0.015)
    assert np.mean(adjusted) == pytest.approx(0.5, abs=0.03)
    assert within >= 11


def test_the_interval_covers_where_reviewers_differ():
    """40 reviews of a 60 % model by five reviewers, one of whom goes by length."""
    covered = 0
    for seed in range(40):
        interval = length_adjusted(*review(seed, items=200, rate=0.6)).estimate.interval
        covered += interval.lower <= 0.6 <= interval.upper
    assert covered >= 36


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda votes, d: (votes.only(votes.item < 20), d[:20]), "20 items are too few"),
        (lambda votes, d: (votes, np.zeros_like(d)), "All answers are equally long"),
        (lambda votes, d: (votes, np.full_like(d, 7)), "differ in length by the same"),
        (lambda votes, d: (Votes(votes.item, votes.reviewer, 1.0 * (d[votes.item] > 0)), d), "almost alone"),
        (lambda votes, d: (Votes(votes.item, votes.reviewer, np.ones(len(votes))), d), "almost alone"),
        (lambda votes, d: (votes.only(votes.item < 0), d), "0 items are too few"),
    ],
)
def test_where_there_is_no_such_rate_a_sentence_says_why(change, said):
    found = length_adjusted(*change(*review(5)))
    assert found.estimate.value is None
    assert said in found.estimate.method


def test_what_the_rate_rests_on_is_said():
    """One reviewer speaks for themselves; if the tuned answer always is longer, equal length was not seen."""
    alone = length_adjusted(*review(6, reviewers=1, per_item=1, by_length=0)).estimate
    assert "this one reviewer" in alone.method
    votes, difference = review(7)
    beyond = length_adjusted(votes, np.abs(difference) + 1)
    assert beyond.longer == 1
    assert "outside of what was seen" in beyond.estimate.method
    half = length_adjusted(votes.only(votes.item < 200), difference)
    assert half.estimate.items == 200
