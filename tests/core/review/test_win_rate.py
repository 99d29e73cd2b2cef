"""The win rate and its interval agree with published figures, and the words with the figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.intervals import Interval, wilson_interval
from core.review.win_rate import FOR_MARGIN, win_rate

EVEN = "not yet distinguishable from even"
CLOSE = "about even; any difference is probably below"


@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_newcombe(successes, n, lower, upper):
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score, uncorrected)."""
    interval = wilson_interval(successes, n)
    assert (interval.lower, interval.upper) == pytest.approx((lower, upper), abs=5e-5)


def test_wilson_by_hand():
    """5 of 10 at 95 %."""
    # z² = 3.8415; middle = (0.5 + 3.8415/20) / (1 + 3.8415/10) = 0.69207 / 1.38415 = 0.5
    # half = 1.96·√(0.25/10 + 3.8415/400) / 1.38415 = 1.96·0.18602 / 1.38415 = 0.26341
    interval = wilson_interval(5, 10)
    assert (interval.lower, interval.upper) == pytest.approx((0.23659, 0.76341), abs=1e-5)


def test_no_trials_tell_nothing():
    assert wilson_interval(0, 0) == Interval(0.0, 1.0)


def test_the_ends_are_exact_at_the_edges():
    """0 of 20 begins at 0 and 20 of 20 ends at 1, not at a rounding error beside them."""
    assert wilson_interval(0, 20).lower == 0.0
    assert wilson_interval(20, 20).upper == 1.0


@settings(deadline=None)
@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, 2 * n), st.just(n))))
def test_the_interval_holds_the_rate_and_mirrors(case):
    """For any count of half wins; swapping the models mirrors it."""
    halves, n = case
    interval, mirrored = wilson_interval(halves / 2, n), wilson_interval(n - halves / 2, n)
    assert 0 <= interval.lower <= halves / (2 * n) <= interval.upper <= 1
    assert (1 - mirrored.upper, 1 - mirrored.lower) == pytest.approx((interval.lower, interval.upper))


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, -1), (float("nan"), 5)])
def test_impossible_counts_are_refused(successes, n):
    with pytest.raises(InvalidInput, match="cannot be"):
        wilson_interval(successes, n)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95])
def test_an_impossible_confidence_is_refused(confidence):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        wilson_interval(1, 2, confidence)


def test_five_points_need_385_verdicts():
    """1.96² · 0.25 / 0.05² = 0.9604 / 0.0025 = 384.2, so 385."""
    assert FOR_MARGIN == 385


def test_ties_count_half():
    """29 wins and 1 tie of 48: (29 + 0.5) / 48 = 0.6146; 385 - 48 = 337 more would give ± 5 points."""
    result = win_rate(base=18, tuned=29, ties=1)
    assert (result.n, result.rate, result.still_needed) == (48, pytest.approx(29.5 / 48), 337)
    assert result.interval == wilson_interval(29.5, 48)


@pytest.mark.parametrize(
    ("base", "tuned", "ties", "share", "meaning"),
    [
        (19, 29, 0, "60 % of 48 verdicts (95 % interval 46-73 %)", EVEN),
        (0, 0, 12, "50 % of 12 verdicts, ties counted half (95 % interval 25-75 %)", EVEN),
        (18, 29, 1, "61 % of 48 verdicts, ties counted half (95 % interval 47-74 %)", EVEN),
        (1, 0, 0, "0 % of 1 verdict (95 % interval 0-79 %)", EVEN),
        (
            0,
            5,
            0,
            "100 % of 5 verdicts (95 % interval 57-100 %)",
            "perhaps better, but too few verdicts to tell",
        ),
        (40, 60, 0, "60 % of 100 verdicts (95 % interval 50.2-69.1 %)", "better than the base model"),
        (200, 100, 0, "33 % of 300 verdicts (95 % interval 28-39 %)", "worse than the base model"),
        # As many digits as it takes to see on which side of even the interval begins.
        (
            4902,
            5098,
            0,
            "51 % of 10,000 verdicts (95 % interval 50.00002-51.95923 %)",
            "better than the base model",
        ),
        (
            4901,
            5099,
            0,
            "51 % of 10,000 verdicts (95 % interval 50.01-51.97 %)",
            "better than the base model",
        ),
        (5097, 4903, 0, "49 % of 10,000 verdicts (95 % interval 48.05-50.01 %)", f"{CLOSE} 2 points"),
        (
            99_500,
            100_500,
            0,
            "50.2 % of 200,000 verdicts (95 % interval 50.03-50.47 %)",
            "better than the base model",
        ),
        (200, 200, 0, "50 % of 400 verdicts (95 % interval 45-55 %)", f"{CLOSE} 5 points"),
    ],
)
def test_the_result_in_words(base, tuned, ties, share, meaning):
    """The words claim no more than the interval: 400 even verdicts reach from 45.1 % to 54.9 %."""
    said = win_rate(base, tuned, ties).sentence.replace("\N{EN DASH}", "-")
    assert said == f"The tuned model won {share}: {meaning}."


def test_without_verdicts_the_rate_is_unknown():
    """And the sentence says so."""
    result = win_rate(0, 0, 0)
    assert (result.rate, result.interval, result.still_needed) == (None, Interval(0.0, 1.0), 385)
    assert result.sentence == "No verdicts yet; about 385 would tell the win rate to within 5 points."


def test_negative_counts_are_refused():
    with pytest.raises(InvalidInput, match="-1 base"):
        win_rate(-1, 2, 0)
