"""A review may be looked at after every item, and stays right."""

import numpy as np
import pytest

from core.errors import InvalidInput
from core.intervals import Interval
from core.review.statistics import Votes, at_any_time, win_rate, win_rate_of_these
from core.review.statistics.sequence import confidence_sequence, decided, typical_stop, wealth

SCORES = np.array([1, 0, 1, 1, 0.5, 1, 0, 1, 1, 1, 0.5, 1, 1, 0, 1, 1, 1, 1, 0.5, 1])


@pytest.mark.parametrize(
    ("mean", "after"),
    [
        (0.3, [1.1546072027576768, 1.651944573326511, 9.28469619804207, 2425.296601149839]),
        (0.5, [1.0, 0.9161088536902346, 1.1809039023042844, 4.519215383990097]),
        (0.7, [0.9337397702467098, 0.8186401673649928, 0.758941533349295, 0.763001670092457]),
    ],
)
def test_the_betters_have_what_the_authors_package_says(mean, after):
    """After 1, 5, 10 and 20 items: diversified_betting_mart of confseq 0.0.11 (Waudby-Smith, Howard, Ramdas).

    With convex_comb=True, trunc_scale=1 and the bets g/m and g/(1-m) for g in geomspace(0.01, 0.95, 12).
    """
    assert np.exp(wealth(SCORES, mean))[[0, 4, 9, 19]] == pytest.approx(after, rel=1e-9)


def test_the_ends_are_where_the_betters_have_twenty_times_their_stake():
    """Just outside they have more, just inside less; the interval of one look is that of its scores alone."""
    sequence = confidence_sequence(SCORES[:1])
    lower, upper = sequence.now
    assert upper == 1
    assert wealth(SCORES[:1], lower - 1e-6)[0] > np.log(20) > wealth(SCORES[:1], lower + 1e-6)[0]


def test_looks_narrow_and_agree_with_the_decision():
    """One half leaves the interval at the very item where `decided` turns, and does not come back."""
    scores = (np.random.default_rng(4).random(1200) < 0.58).astype(np.float64)
    sequence = confidence_sequence(scores)
    assert np.all(np.diff(sequence.lower) >= 0)
    assert np.all(np.diff(sequence.upper) <= 0)
    assert not sequence.drifted
    assert decided(scores[: sequence.decided_at])
    assert not decided(scores[: sequence.decided_at - 1])
    excluded = (sequence.lower > 0.5) | (sequence.upper < 0.5)
    assert sequence.n[excluded].min() == sequence.decided_at
    assert sequence.n[-1] == 1200
    assert sequence.mean[-1] == pytest.approx(scores.mean())


def test_the_mirrored_review_has_the_mirrored_sequence():
    """Which of the models is called the second changes nothing."""
    one, other = confidence_sequence(SCORES), confidence_sequence(1 - SCORES)
    assert one.lower == pytest.approx(1 - other.upper, abs=1e-6)


@pytest.mark.parametrize("ties", [0.0, 0.2])
@pytest.mark.parametrize("per_item", [1, 3])
def test_false_alarms_stay_under_five_per_cent_at_every_look(ties, per_item):
    """300 reviews of equal models, looked at after each of 400 items; tests/benchmarks has 10,000."""
    rng = np.random.default_rng(20)
    verdicts = rng.random((300, 400, per_item))
    lean = rng.beta(2, 2, (300, 400, 1)) * (
        1 - ties
    )  # what is better about each item, so that its verdicts agree
    scores = np.where(verdicts < lean, 1.0, np.where(verdicts < lean + ties, 0.5, 0.0)).mean(axis=2)
    alarms = sum(bool((wealth(each) >= np.log(20)).any()) for each in scores)
    assert alarms <= 15


def test_a_better_model_is_found_about_when_it_was_said():
    """At 60 % half of all reviews are decided after some 270 items; at one half most never are."""
    rng = np.random.default_rng(6)
    stops = [
        confidence_sequence((rng.random(1500) < 0.6).astype(float)).decided_at or 1500 for _ in range(40)
    ]
    assert np.median(stops) == pytest.approx(typical_stop(0.6), rel=0.3)
    assert typical_stop(0.5) is None
    assert (typical_stop(0.55, ties=0.2) or 0) < (typical_stop(0.55) or 0)


def test_the_mean_is_covered_along_the_way():
    """An 80 % model with 20 % ties: at no look outside, in at least 95 of 100 reviews."""
    rng = np.random.default_rng(8)
    missed = 0
    for _ in range(60):
        scores = rng.choice([0.0, 0.5, 1.0], 300, p=[0.1, 0.2, 0.7])
        lower, upper = confidence_sequence(scores).now
        missed += not lower <= 0.8 <= upper
    assert missed <= 3


def test_many_different_scores_make_it_no_narrower():
    """Scores between the levels count in parts: the interval is as good within a hundredth."""
    scores = np.random.default_rng(3).integers(0, 33, 500) / 32
    exact = confidence_sequence(scores)
    between = confidence_sequence(np.append(scores, [0.011, 0.012]))
    assert between.now == pytest.approx(exact.now, abs=0.01)


def test_reviewers_who_change_are_noticed():
    """300 wins and then 3,000 losses fit no single rate."""
    assert confidence_sequence(np.r_[np.ones(300), np.zeros(3000)]).drifted


def test_reviewers_who_differ_make_it_wider():
    """By hand for three reviewers who differ; with one reviewer nothing is added."""
    rng = np.random.default_rng(5)
    item, reviewer = np.arange(600), np.arange(600) % 3
    score = (rng.random(600) < np.array([0.5, 0.6, 0.7])[reviewer]).astype(float)
    votes, sequence = Votes(item, reviewer, score), confidence_sequence(score)
    everyone, these = win_rate(votes), win_rate_of_these(votes)
    added = (everyone.value - everyone.interval.lower) ** 2 - (these.value - these.interval.lower) ** 2
    lower = score.mean() - ((score.mean() - sequence.now[0]) ** 2 + added) ** 0.5
    assert at_any_time(sequence, everyone, these).lower == pytest.approx(lower, abs=1e-9)
    assert added > 0
    alone = Votes(item, np.zeros(600, dtype=int), score)
    ends = at_any_time(sequence, win_rate(alone), win_rate_of_these(alone))
    assert (ends.lower, ends.upper) == pytest.approx(sequence.now, abs=1e-12)
    assert at_any_time(confidence_sequence(score[:0]), everyone, these) == Interval(0, 1)


@pytest.mark.parametrize("scores", [np.zeros(0), np.ones(1), np.zeros(1)])
def test_little_tells_little(scores):
    """No item says nothing, and one next to nothing."""
    lower, upper = confidence_sequence(scores).now
    assert upper - lower > 0.99
    assert not decided(scores)


def test_what_is_no_score_is_refused():
    with pytest.raises(InvalidInput, match="not between 0 and 1"):
        decided(np.array([0.5, np.nan]))
