"""Runs taken together: their mean, its spread, and what was different between them."""

import math

import numpy as np
import pytest

from core.curves import differing, together


def line(xs, values):
    return np.array(xs, np.float64), np.array(values, np.float64)


def test_a_known_answer():
    """1, 2 and 6 at one place: mean 3, s² = (4 + 1 + 9) / 2 = 7, error √(7 / 3), least 1, greatest 6."""
    found = together([line([5], [1]), line([5], [2]), line([5], [6])])
    assert (found.x.tolist(), found.mean.tolist(), found.lines.tolist()) == ([5], [3], [3])
    assert found.error.tolist() == [pytest.approx(math.sqrt(7 / 3))]
    assert (found.low.tolist(), found.high.tolist()) == ([1], [6])


def test_lines_are_linear_between_their_points_and_end_where_they_end():
    """At 1 the first is (0 + 4) / 2 = 2, with 10 that makes 6; from 3 on only the second is left."""
    found = together([line([0, 2], [0, 4]), line([1, 3], [10, 30])])
    assert found.x.tolist() == [0, 1, 2, 3]
    assert found.mean.tolist() == [0, 6, 12, 30]
    assert found.lines.tolist() == [1, 2, 2, 1]
    assert np.isnan(found.error[[0, 3]]).all()


def test_no_line_leads_over_what_is_not_finite():
    """Beside a NaN the other line stands alone; where there is none there is no mean."""
    gap = line([0, 1, 2], [1, math.nan, 1])
    found = together([gap, line([0, 0.5, 1, 2], [3, 3, 3, 3])])
    assert found.mean.tolist() == [2, 3, 3, 2]
    assert np.isnan(together([line([0], [math.inf])]).mean).all()


def test_a_grid_is_not_finer_than_a_screen():
    """Its ends stay."""
    x = np.arange(10_000.0)
    found = together([(x, x), (x + 0.5, x)], most=100)
    assert (len(found.x), found.x[0], found.x[-1]) == (100, 0, 9_999.5)


def test_nothing_gives_nothing():
    assert len(together([]).x) == 0
    assert len(together([line([], [])]).x) == 0


def test_only_what_differs_is_listed():
    """1 and 1.0 are one number, NaN is like NaN, what is missing differs."""
    given = {
        "a": {"lr": 0.1, "beta": 1, "seed": math.nan, "note": "x"},
        "b": {"lr": 0.2, "beta": 1.0, "seed": math.nan},
    }
    assert differing(given) == {"lr": {"a": 0.1, "b": 0.2}, "note": {"a": "x", "b": None}}
    assert differing({"a": {"lr": 0.1}}) == {}
    assert differing({}) == {}
