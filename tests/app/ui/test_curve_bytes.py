"""What a chart sends to the browser: no more than can be seen, and nothing else than was there."""

import json

import numpy as np
import plotly.io
import pytest

from app.ui.curves import View, stack
from app.ui.curves.charts import MOST_OF_A_LINE
from app.ui.curves.traces import FAINT, MOST_FAINT, short_numbers
from tests.app.ui.test_curve_stack import curve, one_chart

SMOOTH = View(smoothing=0.6)


def test_many_lines_have_one_haze_behind_them():
    """Nine runs: one grey trace of all values as written, a gap after each; the legend hides none of it."""
    drawing = stack(one_chart(*[curve(1, 2, 4)] * (MOST_FAINT + 1), view=SMOOTH))
    haze, *lines = drawing.figure.data
    assert len(lines) == MOST_FAINT + 1
    assert (haze.opacity, haze.hoverinfo, haze.showlegend, haze.legendgroup) == (FAINT, "skip", False, None)
    assert haze.line.color not in {one.line.color for one in lines}
    np.testing.assert_equal(np.array(haze.y), [1, 2, 4, np.nan] * (MOST_FAINT + 1))
    assert drawing.notes == (("27 points", "values as written in grey behind the lines"),)


def test_fewer_lines_each_have_their_own_behind_them():
    drawing = stack(one_chart(*[curve(1, 2, 4)] * MOST_FAINT, view=SMOOTH))
    assert len(drawing.figure.data) == 2 * MOST_FAINT
    assert drawing.notes == (("24 points",),)


def test_a_long_curve_is_small():
    """10,000 points of one run: under 30 kB, the smoothed line with half as many points as may be drawn."""
    rng = np.random.default_rng(0)
    figure = stack(one_chart(curve(*rng.normal(size=10_000)), view=SMOOTH)).figure
    written, smoothed = figure.data
    assert len(smoothed.x) <= MOST_OF_A_LINE / 2 < len(written.x) <= MOST_OF_A_LINE
    data = json.loads(plotly.io.to_json(figure, validate=False))["data"]
    assert len(json.dumps(data)) < 30_000
    assert {one["x"]["dtype"] for one in data} == {"i4"}
    assert {one["y"]["dtype"] for one in data} == {"f4"}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0, 10, 70_000], "int64"),
        ([0.1, 0.2, np.nan, np.inf], "float32"),
        ([1, 2, np.nan], "float32"),
        ([0, 1e12], "float32"),
        ([1e9 + 0.25, 1e9 + 0.5], "float64"),
        ([1e-50, 1], "float64"),
        ([0.5, 1e300], "float64"),
        ([0.1, 0.1], "float64"),
        ([np.nan, np.nan], "float32"),
        ([], "int64"),
    ],
)
def test_numbers_are_short_where_nobody_sees_it(values, kind):
    """Not where two would become one, a small one nothing, or a large one infinite."""
    short = short_numbers(np.array(values, np.float64))
    assert short.dtype == kind
    np.testing.assert_allclose(short, values, rtol=1e-6)
