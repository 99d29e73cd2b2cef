"""Charts below each other: what is drawn, what is not, and that this is said."""

import math

import numpy as np
import pytest

from app.ui.curves import Band, Chart, Series, View, make_panels, stack, styles
from core.curves import Along, Curve, Rows, known_tag, paces
from core.labelling.quality import noise_floor
from tests.app.ui.test_ui_charts import HOSTILE, drawn

BARE = View(smoothing=0)


def curve(*values: float, tag: str = "rank_loss", start: int = 100, hours: float = 1) -> Curve:
    """Points at every tenth step from ``start``, so many hours apart, from 1970 on."""
    numbers = np.arange(len(values))
    steps = start + 10 * numbers.astype(np.int64)
    return Curve("log", tag, steps, np.array(values, np.float64), 3600.0 * hours * numbers, start)


def charts(*curves: Curve, view: View = BARE):
    """Each curve in a chart of its own; steps take 8 rows, two are an epoch."""
    rows = paces(curves, {"log": Rows(8, 2)})
    return make_panels(
        [Chart(one.tag, [Series(one, "run", pace=rows["log"], known=known_tag(one.tag))]) for one in curves],
        view,
    )


def one_chart(*curves: Curve, view: View = BARE, groups: str = ""):
    """All curves in one chart, each a run, by single letters in groups."""
    looks = styles(str(number) for number in range(len(curves)))
    series = [
        Series(one, f"run {number}", looks[str(number)], groups[number : number + 1])
        for number, one in enumerate(curves)
    ]
    return make_panels([Chart("tag", series)], view)


def test_a_curve_is_its_points_and_their_smoothed_line():
    """The smoothed strong, the written faint behind it: (0.25 · 1 + 0.5 · 3) / 0.75 = 7/3."""
    written, smoothed = stack(charts(curve(1, 3), view=View(smoothing=0.5))).figure.data
    assert (list(written.x), list(written.y), written.opacity) == ([0, 10], [1, 3], 0.45)
    assert (list(smoothed.x), list(smoothed.y)) == ([0, 10], [1, pytest.approx(7 / 3)])
    assert list(smoothed.customdata) == [1, 3]
    assert (written.hoverinfo, smoothed.line.color) == ("skip", written.line.color)


def test_without_smoothing_it_is_what_was_written():
    (written,) = stack(charts(curve(1, 3))).figure.data
    assert (list(written.y), written.opacity) == ([1, 3], None)


@pytest.mark.parametrize("smoothing", [0.0, 0.6])
def test_a_single_point_can_be_seen(smoothing):
    """A line of one point is nothing; so an evaluation that has come once is a dot."""
    (written,) = stack(charts(curve(1), view=View(smoothing=smoothing))).figure.data
    assert (written.mode, list(written.y)) == ("markers", [1])


def test_texts_are_shown_as_they_are():
    """Tags and labels come from files."""
    panels = make_panels([Chart(HOSTILE, [Series(curve(1, 2), HOSTILE)])], BARE)
    figure = stack(panels).figure
    (trace,), (title,) = figure.data, figure.layout.annotations
    assert drawn(title.text.removeprefix("<b>").removesuffix("</b>")) == HOSTILE
    assert drawn(trace.name) == HOSTILE
    said = trace.hovertemplate.removesuffix("<extra></extra>").replace("%{y:.4~g}", "1")
    assert drawn(said) == f"{HOSTILE} 1 · {HOSTILE}"


def test_long_texts_are_cut():
    """A tag of 10,000 characters does not push the chart away."""
    panels = make_panels([Chart("t" * 10_000, [Series(curve(1, 2), "n" * 10_000)])], BARE)
    figure = stack(panels).figure
    assert figure.layout.annotations[0].text == f"<b>{'t' * 59}…</b>"
    assert figure.data[0].name == "n" * 59 + "…"


def test_charts_have_one_axis_and_one_cursor():
    """Their y-axes stand below each other and all hang on the x-axis that the last one carries."""
    figure = stack(charts(curve(1, 2), curve(3, 4, tag="reward"))).figure
    assert [(one.xaxis, one.yaxis) for one in figure.data] == [("x", "y"), ("x", "y2")]
    assert (figure.layout.hoversubplots, figure.layout.hovermode) == ("axis", "x unified")
    upper, lower = figure.layout.yaxis, figure.layout.yaxis2
    assert (upper.anchor, lower.anchor, figure.layout.xaxis.anchor) == ("x", "x", "y2")
    assert upper.domain[1] == 1
    assert upper.domain[0] > lower.domain[1] > lower.domain[0] == 0


def test_many_values_are_read_of_one_chart_at_a_time():
    """17 values beside the cursor would hide the charts."""
    figure = stack(one_chart(*[curve(1, 2)] * 17)).figure
    assert figure.layout.hoversubplots == "single"


def test_a_run_is_named_once():
    """However many charts it is in; and not at all where there is no other."""
    both = [Series(curve(1, 2), "a"), Series(curve(2, 3), "b")]
    figure = stack(make_panels([Chart("x", both), Chart("y", both)], BARE)).figure
    assert [one.showlegend for one in figure.data] == [True, True, False, False]
    assert figure.layout.showlegend
    assert not stack(charts(curve(1, 2))).figure.layout.showlegend


@pytest.mark.parametrize(("names", "beside", "rows"), [(1, 1, 0), (2, 1, 1), (10, 1, 3), (10, 2, 5)])
def test_a_legend_makes_no_chart_lower(names, beside, rows):
    """A name of 27 letters is 186 pixels wide: 4 stand beside each other, 2 where two charts do."""
    series = [Series(curve(1, 2), f"experiment_lr_3e-{number}_batch_64") for number in range(names)]
    layout = stack(make_panels([Chart("tag", series)], BARE), beside=beside).figure.layout
    assert layout.height == 200 + 26 + 56 + (29 + 29 * rows if rows else 0)
    assert layout.margin.t == layout.height - 256


def test_axes_have_units():
    """The loss is in nats; what nobody knows has none."""
    figure = stack(charts(curve(1, 2), curve(1, 2, tag="unheard of"))).figure
    assert figure.layout.yaxis.title.text == "rank loss, nats"
    assert figure.layout.yaxis2.title.text == ""
    assert figure.layout.xaxis.title.text == "step from the start"


@pytest.mark.parametrize(
    ("hours", "name", "last"),
    [(30, "days", 2.5), (1, "hours", 2), (1 / 30, "minutes", 4), (1 / 3600, "seconds", 2)],
)
def test_relative_time_has_the_unit_that_fits(hours, name, last):
    """Three points; the last 2 · hours after the first."""
    view = View(Along.RELATIVE_TIME, 0)
    (panel,) = charts(curve(1, 2, 3, hours=hours), view=view)
    assert panel.x_name == f"{name} since the start"
    assert panel.lines[0].x[-1] == pytest.approx(last)


def test_steps_and_moments():
    """Steps as they were written; moments as Plotly counts them, in thousandths."""
    (panel,) = charts(curve(1, 2), view=View(Along.STEP, 0))
    assert panel.lines[0].x.tolist() == [100, 110]
    figure = stack(charts(curve(1, 2), view=View(Along.WALL_TIME, 0))).figure
    assert list(figure.data[0].x) == [0, 3_600_000]
    assert figure.layout.xaxis.type == "date"


def test_epochs_and_samples():
    """Steps 100 and 110 of a log that goes on from step 100: 80 rows later, of 16 an epoch."""
    (panel,) = charts(curve(1, 2), view=View(Along.SAMPLES, 0))
    assert (panel.lines[0].x.tolist(), panel.x_name) == ([0, 80], "samples seen")
    (panel,) = charts(curve(1, 2), view=View(Along.EPOCH, 0))
    assert (panel.lines[0].x.tolist(), panel.x_name) == ([0, 5], "epoch")


def test_what_has_no_place_along_the_axis_is_not_drawn():
    """Without the size of a batch there are no epochs: an empty chart, which says so."""
    panels = make_panels([Chart("x", [Series(curve(1, 2), "run")])], View(Along.EPOCH, 0))
    drawing = stack(panels)
    assert drawing.notes == (("0 points",),)


def test_what_a_logarithmic_axis_has_no_place_for_is_said():
    """Step 0 on the one, 0 and below on the other."""
    view = View(smoothing=0, log_x=True, log_y=True)
    drawing = stack(charts(curve(1, -2, 3, 0, 5), view=view))
    (line,) = drawing.figure.data
    assert list(line.x) == [10, 20, 30, 40]
    np.testing.assert_equal(np.array(line.y), [math.nan, 3, math.nan, 5])
    assert drawing.notes == (
        ("5 points", "3 points at or below 0, for which a logarithmic axis has no place"),
    )
    assert figure_types(drawing.figure) == ("log", "log")


def figure_types(figure):
    return figure.layout.xaxis.type, figure.layout.yaxis.type


def test_outliers_are_left_out_on_demand():
    """0 to 99 and a million: 5 % is 5, 95 % is 95; a twentieth of 90 further."""
    drawing = stack(charts(curve(*range(100), 1e6)), outliers=False)
    assert list(drawing.figure.layout.yaxis.range) == [0.5, 99.5]
    assert drawing.notes == (("101 points", "2 points beyond the ends of the axis"),)
    assert stack(charts(curve(*range(100), 1e6))).figure.layout.yaxis.range is None


def test_outliers_on_a_logarithmic_axis():
    """The quantiles of 1 and 100 in powers of ten: 0.1 and 1.9, 0.09 further."""
    view = View(smoothing=0, log_y=True)
    figure = stack(charts(curve(1, 100), view=view), outliers=False).figure
    assert list(figure.layout.yaxis.range) == [pytest.approx(0.01), pytest.approx(1.99)]


def test_long_curves_are_thinned_for_drawing_and_that_is_said():
    """Ends, least and greatest value stay."""
    values = np.sin(np.arange(10_000.0))
    values[777] = 9
    drawing = stack(charts(curve(*values)))
    (line,) = drawing.figure.data
    assert len(line.x) <= 1_600
    assert (line.x[0], line.x[-1], max(line.y)) == (0, 99_990, 9)
    assert drawing.notes == ((f"10,000 points, {len(line.x):,} drawn (lowest and highest kept)",),)


def test_what_is_not_finite_is_a_gap():
    drawing = stack(charts(curve(1, math.inf, math.nan, 2)))
    np.testing.assert_equal(np.array(drawing.figure.data[0].y), [1, math.nan, math.nan, 2])
    assert drawing.notes == (("4 points", "2 points NaN or infinite, drawn as gaps"),)


def test_a_group_is_its_mean_with_a_band():
    """2 and 4: mean 3, standard error 1; a lone run of no group is drawn by itself."""
    view = View(smoothing=0, grouped=True)
    (panel,) = one_chart(curve(2, 2), curve(4, 4), curve(9, 9), view=view, groups="aa")
    mean, alone = panel.lines
    assert (mean.label, mean.y.tolist()) == ("a: mean of 2 ± standard error", [3, 3])
    assert [edge.tolist() for edge in mean.spread] == [[2, 2], [4, 4]]
    assert (alone.label, alone.spread) == ("run 2", None)
    low, high, line, _ = stack([panel]).figure.data
    assert (low.fill, high.fill, list(high.y), list(line.y)) == ("none", "tonexty", [4, 4], [3, 3])


@pytest.mark.parametrize(
    ("band", "ends", "label"),
    [(Band.RANGE, [2, 5], "a: mean of 3, least to greatest"), (Band.NONE, None, "a: mean of 3")],
)
def test_what_the_band_shows_is_said(band, ends, label):
    view = View(smoothing=0, grouped=True, band=band)
    (panel,) = one_chart(curve(2), curve(2), curve(5), view=view, groups="aaa")
    (mean,) = panel.lines
    assert mean.label == label
    assert (mean.spread and [float(edge[0]) for edge in mean.spread]) == ends


def test_the_noise_floor_is_a_band_and_its_interval_a_wider_one():
    """At 75 %: 2 (1 - 0.75) ln 2 = 0.35."""
    floor = noise_floor(0.75, within=(0.7, 0.8))
    (panel,) = make_panels([Chart("rank_loss", [Series(curve(1, 2), "a")], floor)], BARE)
    figure = stack([panel]).figure
    inner, outer = figure.layout.shapes
    assert (inner.y0, inner.y1, inner.yref) == (floor.least, floor.rank_loss, "y")
    assert (outer.y0, outer.y1) == (floor.lowest, floor.highest)
    assert figure.layout.annotations[1].text == "noise floor 0.35 to 0.42 (agreement 75 %)"
    assert not stack(charts(curve(1, 2))).figure.layout.shapes


def test_no_two_of_many_runs_look_the_same():
    """Colours come again with other dashes; who is named twice keeps the first line."""
    names = [f"run {number}" for number in range(24)]
    assert len(set(styles([*names, "run 0"]).values())) == 24
    assert styles(["a", "b"])["a"] == styles(["a", "c"])["a"]
