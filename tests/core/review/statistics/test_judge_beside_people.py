"""A judge beside people: agreement as sklearn has it, the corrected rate as ppi_py has it."""

import numpy as np
import pytest
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from sklearn.metrics import accuracy_score, cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from core.review.statistics import Votes, corrected_rate, judge_agreement


def review(seed, *, people=150, judge=800, reviewers=1, per_item=1, lean=0.0, spread=0.0):
    """Verdicts on the first items and a biased judge's scores of all: both see what is better."""
    rng = np.random.default_rng(seed)
    better = rng.normal(0, 1, people + judge)
    item = np.repeat(np.arange(people), per_item)
    reviewer = np.argsort(rng.random((people, reviewers)), axis=1)[:, :per_item].ravel()
    logit = lean + better[item] + rng.normal(0, spread, reviewers)[reviewer]
    score = np.where(rng.random(len(item)) < 0.15, 0.5, rng.random(len(item)) < 1 / (1 + np.exp(-logit)))
    chance = 1 / (1 + np.exp(-0.5 - 2 * better))
    by_judge = np.where(rng.random(len(better)) < 0.1, 0.5, rng.random(len(better)) < chance)
    return Votes(item, reviewer, score.astype(float)), by_judge.astype(float)


def test_kappa_of_a_published_table():
    """20 times both yes, 15 both no, 15 apart: 0.4, the example of Wikipedia's page on Cohen's kappa."""
    # p_o = 35/50 = 0.7; p_e = (25·30 + 25·20)/2500 = 0.5; (0.7 - 0.5)/0.5 = 0.4
    person = np.r_[np.ones(25), np.zeros(25)]
    judge = np.r_[np.ones(20), np.zeros(5), np.ones(10), np.zeros(15)]
    agreement = judge_agreement(Votes(np.arange(50), np.zeros(50, dtype=int), person), judge)
    assert (agreement.accuracy, agreement.kappa) == pytest.approx((0.7, 0.4))
    assert agreement.items == 50


def test_agreement_is_that_of_sklearn_and_statsmodels():
    """As accuracy_score, cohen_kappa_score and statsmodels' cohens_kappa on three verdicts an item."""
    votes, judged = review(1, reviewers=4, per_item=3)
    judged[::5] = np.nan
    agreement = judge_agreement(votes, judged)
    seen = ~np.isnan(judged[votes.item])
    pairs = (2 * votes.score[seen]).astype(int), (2 * judged[votes.item][seen]).astype(int)
    assert agreement.accuracy == pytest.approx(accuracy_score(*pairs), abs=1e-9)
    assert agreement.kappa == pytest.approx(cohen_kappa_score(*pairs), abs=1e-9)
    assert agreement.kappa == pytest.approx(cohens_kappa(agreement.table).kappa, abs=1e-9)


def test_nothing_in_common_and_no_choice_have_no_kappa():
    """Without items that both saw nothing compares; two who only ever say one thing agree by chance."""
    votes, judged = review(1)
    none = judge_agreement(votes, np.full_like(judged, np.nan))
    assert (none.accuracy, none.kappa, none.items) == (None, None, 0)
    always = Votes(votes.item, votes.reviewer, np.ones(len(votes)))
    assert judge_agreement(always, np.ones(len(judged))).kappa is None


@pytest.mark.parametrize("seed", range(4))
def test_the_corrected_rate_is_that_of_ppi_py(seed):
    """As ppi_mean_ci and ppi_mean_pointestimate, power tuned, where each item has one verdict."""
    votes, judged = review(seed, lean=0.4)
    ours = corrected_rate(votes, judged)
    columns = votes.score, judged[:150], judged[150:]
    lower, upper = ppi_mean_ci(*columns, alpha=0.05)
    assert ours.estimate.value == pytest.approx(float(ppi_mean_pointestimate(*columns)[0]), abs=1e-9)
    assert ours.estimate.interval.lower == pytest.approx(float(lower[0]), abs=1e-9)
    assert ours.estimate.interval.upper == pytest.approx(float(upper[0]), abs=1e-9)
    assert (ours.both, ours.judged) == (150, 800)
    assert 0 < (ours.weight or 0) < 1


def test_a_judge_that_knows_nothing_changes_nothing():
    """With g = 0 the rate is that of people alone."""
    votes, judged = review(2)
    ours = corrected_rate(votes, 1 - judged)  # it always says the opposite: g would be below 0
    assert ours.weight == 0
    assert ours.estimate.value == pytest.approx(votes.score.mean())


def test_a_biased_judge_does_not_bias_the_rate():
    """60 reviews of equal models by four reviewers who differ, with a judge who is off by 9 points."""
    within, by_judge = 0, []
    for seed in range(60):
        votes, judged = review(seed, reviewers=4, per_item=2, spread=0.3)
        interval = corrected_rate(votes, judged).estimate.interval
        within += interval.lower <= 0.5 <= interval.upper
        by_judge.append(judged.mean())
    assert np.mean(by_judge) > 0.55
    assert within >= 55


def test_the_judge_makes_the_interval_narrower():
    """What it knows of 5,000 more items is worth something, though it is right little more than a coin."""
    votes, judged = review(3, judge=5000)
    narrow = corrected_rate(votes, judged).estimate.interval
    alone = 1.96 * votes.score.std() / 150**0.5
    assert narrow.upper - narrow.lower < 0.98 * 2 * alone


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda v, j: (v.only(v.item < 99), j),
            "99 items have verdicts of people and of the judge: correcting takes 100",
        ),
        (lambda v, j: (v, np.where(np.arange(len(j)) < 150, j, np.nan)), "nothing for it to add"),
        (lambda v, j: (Votes(v.item, v.reviewer, np.ones(len(v))), j), "all alike"),
        (lambda v, j: (v.only(v.item < 0), j), "0 items"),
    ],
)
def test_where_there_is_no_correction_a_sentence_says_why(change, said):
    corrected = corrected_rate(*change(*review(4)))
    assert corrected.estimate.value is None
    assert said in corrected.estimate.method
