"""Charts of curves hold the points they are made from, and show tags as they are."""

import numpy as np
import pytest

from app.ui.curves import curve_chart, styles
from core.curves import Curve
from core.labelling.quality import NoiseFloor
from tests.app.ui.test_ui_charts import HOSTILE, drawn


def curve(*values: float, tag: str = "rank_loss", task: str = "trainer", start: int = 100) -> Curve:
    """Points at every tenth step from ``start``, a minute apart."""
    numbers = np.arange(len(values))
    return Curve(
        task, tag, start + 10 * numbers.astype(np.int64), np.array(values, np.float64), 60.0 * numbers, start
    )


def test_a_curve_is_its_points_and_their_smoothed_line():
    """The smoothed strong, the written faint behind it: (0.25 · 1 + 0.5 · 3) / 0.75 = 7/3."""
    written, smoothed = curve_chart(curve(1.0, 3.0), smoothing=0.5).data
    assert (list(written.x), list(written.y), written.opacity) == ([0, 10], [1.0, 3.0], 0.35)
    assert (list(smoothed.x), list(smoothed.y)) == ([0, 10], [1.0, pytest.approx(7 / 3)])


def test_a_curve_without_smoothing_is_what_was_written():
    """In full strength."""
    (written,) = curve_chart(curve(1.0, 3.0), smoothing=0.0).data
    assert (list(written.y), written.opacity) == ([1.0, 3.0], 1.0)


@pytest.mark.parametrize("smoothing", [0.0, 0.6])
def test_a_single_point_can_be_seen(smoothing):
    """A line of one point is nothing; so an evaluation that has come once is a dot."""
    (written,) = curve_chart(curve(1.0), smoothing=smoothing).data
    assert (written.mode, written.opacity, list(written.y)) == ("markers", 1.0, [1.0])


def test_a_tag_is_shown_as_it_is():
    """Tags come from files."""
    assert drawn(curve_chart(curve(1.0, tag=HOSTILE), smoothing=0.0).layout.title.text) == HOSTILE


def test_a_curve_can_have_a_floor():
    """A band with a label; without one there is none."""
    floor = NoiseFloor(0.37, 0.44, 0.75, "")
    figure = curve_chart(curve(1.0, 3.0), smoothing=0.0, floor=floor)
    (band,), (label,) = figure.layout.shapes, figure.layout.annotations
    assert (band.type, band.y0, band.y1) == ("rect", 0.37, 0.44)
    assert label.text == "noise floor 0.37 to 0.44 (agreement 75 %)"
    assert not curve_chart(curve(1.0, 3.0), smoothing=0.0).layout.shapes


def test_no_two_of_many_runs_look_the_same():
    """Colours come again with other dashes; who is named twice keeps the first line."""
    names = [f"run {number}" for number in range(24)]
    assert len(set(styles([*names, "run 0"]).values())) == 24
    assert styles(["a", "b"])["a"] == styles(["a", "c"])["a"]
