"""What is drawn of many points looks as all of them do."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.curves import thin

VALUES = st.lists(
    st.floats(-100, 100) | st.sampled_from([math.nan, math.inf, -math.inf]), min_size=1, max_size=300
)


def test_a_known_answer():
    """Two buckets, [0, 4) and [4, 8]: of each its ends, its least and its greatest."""
    y = np.array([5, 9, 1, 4, 6, 7, 7, 2, 3.0])
    # 0 first, 1 greatest, 2 least, 3 last; 4 first, 5 greatest (the first 7), 7 least, 8 last
    assert thin(np.arange(9.0), y, most=8).tolist() == [0, 1, 2, 3, 4, 5, 7, 8]


def test_few_points_stay_all():
    assert thin(np.arange(5.0), np.zeros(5), most=6).tolist() == [0, 1, 2, 3, 4]


def test_buckets_are_as_wide_on_the_screen():
    """Of 1,000 points at the left and one far right, both ends of the screen get their share."""
    x = np.append(np.linspace(0, 1, 1000), 100.0)
    kept = thin(x, np.append(np.arange(1000.0), 0.0), most=40)
    assert kept.tolist() == [0, 999, 1000]


@settings(deadline=None)
@given(VALUES, st.integers(6, 60))
def test_ends_extremes_and_the_limit(values, most):
    """First and last point, least and greatest value stay; there are no more than may be, in their order."""
    y = np.array(values)
    kept = thin(np.arange(float(len(y))), y, most=most)
    assert len(kept) <= max(most, 0)
    assert {0, len(y) - 1} <= set(kept.tolist())
    assert (np.diff(kept) > 0).all()
    finite = y[np.isfinite(y)]
    if len(finite):
        drawn = y[kept][np.isfinite(y[kept])]
        assert (drawn.min(), drawn.max()) == (finite.min(), finite.max())


@pytest.mark.parametrize(("first", "last"), [(0, 99), (250, 449), (900, 999)])
def test_a_gap_stays_a_gap(first, last):
    """No line leads over what is not a number: both its neighbours are drawn, and a gap between."""
    y = np.sin(np.arange(1000.0))
    y[first : last + 1] = math.nan
    kept = thin(np.arange(1000.0), y, most=60)
    inside = kept[(kept >= first) & (kept <= last)]
    assert len(inside)
    assert np.isnan(y[inside]).all()
    beside = {one for one in (first - 1, last + 1) if 0 <= one < 1000}
    assert beside <= set(kept.tolist())


def test_where_x_goes_back_points_are_counted():
    """A clock that was set back: still at most so many, ends and extremes kept."""
    x = np.concatenate([np.arange(500.0), np.arange(200.0, 700.0)])
    y = np.zeros(1000)
    y[777] = 5
    kept = thin(x, y, most=40)
    assert len(kept) <= 40
    assert {0, 777, 999} <= set(kept.tolist())
    assert len(thin(np.zeros(1000), y, most=40)) <= 40


def test_what_is_drawn_covers_the_same_pixels():
    """With a bucket a pixel, the least and greatest value of each pixel's points are those of all points."""
    rng = np.random.default_rng(1)
    y = np.cumsum(rng.normal(size=10_000))
    x = np.arange(10_000.0)
    kept = thin(x, y, most=4 * 200)
    pixel = np.floor(x / x[-1] * 200).clip(max=199)
    for one in range(200):
        all_of_it, drawn = y[pixel == one], y[kept][pixel[kept] == one]
        assert (drawn.min(), drawn.max()) == (all_of_it.min(), all_of_it.max())
