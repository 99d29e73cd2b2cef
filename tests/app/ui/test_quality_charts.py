"""The charts of the quality page hold the figures they are made from, and show names as they are."""

from dataclasses import replace

import pytest

from app.ui.palette import BASE, person_colour
from app.ui.quality.charts import Dot, Line, confidence_chart, dots_chart, pace_chart
from app.ui.quality.pictures import mean, spread
from tests.app.ui.test_ui_charts import HOSTILE, drawn

ADA = Dot("Ada", 0.8, 0.7, 0.86)
BO = Dot("Bo", 0.5, 0.4, 0.6, flagged=True)


def test_a_dot_has_whiskers_to_the_ends_of_its_interval():
    """In per cent: 80 - 10 = 70 and 80 + 6 = 86."""
    (dots,) = dots_chart([ADA, BO], title="share").data
    assert (list(dots.x), list(dots.y)) == ([80, 50], [0, 1])
    assert list(dots.error_x.arrayminus) == [pytest.approx(10), pytest.approx(10)]
    assert list(dots.error_x.array) == [pytest.approx(6), pytest.approx(10)]
    assert list(dots.marker.symbol) == ["circle", "diamond"]
    assert dots.hovertemplate == (
        "Ada: 80 % (70–86 %)<extra></extra>",
        "Bo: 50 % (40–60 %), flagged<extra></extra>",
    )


def test_a_dot_has_the_colour_of_its_person():
    """And what is nobody's has one that stands for no person on this chart."""
    nobody, ada = dots_chart([ADA, replace(ADA, person_id=3)], title="share").data[0].marker.color
    assert (nobody, ada) == (BASE, person_colour(3))


def test_a_line_to_compare_with():
    """In per cent, with what it is."""
    figure = dots_chart([ADA], title="share", line=Line(0.7, "asked for: 70 %"))
    assert (figure.layout.shapes[0].x0, figure.layout.annotations[0].text) == (70, "asked for: 70 %")


def test_names_are_shown_as_they_are_and_not_too_long():
    """The first on top; a name that is a number stays a name."""
    names = [HOSTILE, "7", "A" * 40]
    figure = dots_chart([Dot(name, 0.5, 0.4, 0.6) for name in names], title="share")
    hostile, number, long = figure.layout.yaxis.ticktext
    assert (drawn(hostile), number, long) == (HOSTILE[:21] + "…", "7", "A" * 21 + "…")
    assert list(figure.layout.yaxis.tickvals) == [0, 1, 2]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert drawn(figure.data[0].hovertemplate[0].removesuffix("<extra></extra>")).startswith(HOSTILE)


def test_pace_is_two_bars_a_person():
    """Judgments an hour and seconds each; what was not measured has no bar."""
    hours, seconds = pace_chart({1: "Ada", 2: "Bo"}, [90.4, 20.0], [38.0, None]).data
    assert (list(hours.x), list(hours.text)) == ([90.4, 20.0], ["90", "20"])
    assert (list(seconds.x), list(seconds.text)) == ([38.0, None], ["38", ""])


def test_confidence_goes_from_a_half_to_one():
    """Ten steps of five per cent, each with its bar in the middle."""
    (bars,) = confidence_chart(range(10)).data
    assert (bars.x[0], bars.x[-1]) == (52.5, 97.5)
    assert (list(bars.y), bars.width) == (list(range(10)), pytest.approx(4.6))
    assert bars.hovertemplate[0] == "%{y:,} pairs at 50–55 %<extra></extra>"


def test_people_together():
    """(80 + 50) / 2 = 65 %; and who is at the ends."""
    assert mean([ADA, BO]) == pytest.approx(0.65)
    assert spread([ADA, BO]) == "from 50 % (Bo) to 80 % (Ada)"
