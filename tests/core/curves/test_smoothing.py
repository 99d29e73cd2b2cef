"""Curves are smoothed as TensorBoard smooths them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.curves import smooth
from core.errors import InvalidInput


def tensorboard(values, weight):
    """What TensorBoard's smoothing is documented to do, point by point: the other form must agree with it."""
    if all(value == values[0] for value in values):
        return list(values)
    average, finite, smoothed = 0.0, 0, []
    for value in values:
        if math.isfinite(value):
            finite += 1
            average = weight * average + (1 - weight) * value
            smoothed.append(average if weight == 1 else average / (1 - weight**finite))
        else:
            smoothed.append(value)
    return smoothed


def test_known_answer():
    """Weight 0.5 over 1, 2, 4."""
    # last: 0.5·0 + 0.5·1 = 0.5;  0.5·0.5 + 0.5·2 = 1.25;  0.5·1.25 + 0.5·4 = 2.625
    # divided by 1 - 0.5ⁿ: 0.5/0.5 = 1;  1.25/0.75 = 5/3;  2.625/0.875 = 3
    assert smooth([1, 2, 4], weight=0.5).tolist() == pytest.approx([1, 5 / 3, 3])


def test_values_that_are_not_finite_pass_through():
    """They show where they are and leave the average alone."""
    smoothed = smooth([1, math.nan, 2, math.inf, 4], weight=0.5)
    # Without them this is the known answer above: 1, 5/3, 3.
    assert smoothed.tolist() == pytest.approx([1, math.nan, 5 / 3, math.inf, 3], nan_ok=True)


def test_weight_zero_changes_nothing():
    assert smooth([3.0, -1.0, 2.0], weight=0).tolist() == [3.0, -1.0, 2.0]


def test_at_weight_one_tensorboard_gives_nothing():
    """It leaves out the division, so that the average never leaves 0; what is not finite passes."""
    assert smooth([1, math.inf, 6], weight=1).tolist() == [0, math.inf, 0]


def test_a_constant_stays_exactly_constant():
    """Rounding must not make a flat line wobble (TensorBoard's issue 786)."""
    assert smooth([0.1] * 50, weight=0.9).tolist() == [0.1] * 50
    assert smooth([0.1] * 50, weight=1).tolist() == [0.1] * 50
    assert smooth([math.inf] * 3, weight=0.6).tolist() == [math.inf] * 3


def test_nothing_but_nan_stays_nan():
    assert np.isnan(smooth([math.nan] * 3, weight=0.6)).all()


def test_nothing_gives_nothing():
    assert smooth([], weight=0.6).tolist() == []


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, -math.inf]), max_size=60),
    st.floats(0, 0.999) | st.just(1.0),
)
def test_it_agrees_with_tensorboards_loop(values, weight):
    """For any curve and weight."""
    expected = tensorboard(values, weight)
    np.testing.assert_allclose(smooth(values, weight=weight), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("weight", [-0.1, 1.1, math.nan])
def test_a_weight_outside_the_range_is_refused(weight):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        smooth([1.0], weight=weight)
