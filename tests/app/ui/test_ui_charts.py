"""Charts hold the figures they are made from, and show names as they are."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.ui.home.charts import coverage_chart, work_chart
from app.ui.palette import GREEN, TIE, chart_text, person_colour
from app.ui.quality.charts import Dot, dots_chart
from app.ui.runs.timeline import task_timeline
from core.labelling.progress import DayOfWork, ProjectProgress
from core.training.method import TaskReport
from core.training.models import RunState, TaskState
from core.training.runs import RunView

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE = '<b>"bold"</b> & %{y} <a href="javascript:alert(1)">x</a>'
KNOWN = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&#123;": "{"}
"""The entities used that Plotly turns back into characters; it leaves others, such as ``&quot;``, alone."""


def drawn(text: str) -> str:
    """What Plotly draws of a text that has no tags."""
    assert not re.search(r"[<>]|%{", text)
    return re.sub("|".join(KNOWN), lambda found: KNOWN[found[0]], text)


def task(name: str, state: TaskState, begin: float | None, end: float | None) -> TaskReport:
    at = [None if one is None else START + timedelta(seconds=one) for one in (begin, end)]
    return TaskReport(name, state, at[0], at[1], None)


def run(*tasks: TaskReport) -> RunView:
    fields: dict[str, Any] = {"method": "local-rlhf", "job_id": "j", "parameters": {}, "root": "/r"}
    times: dict[str, Any] = {"created_at": START, "started_at": START, "ended_at": None}
    cloud: dict[str, Any] = {"jobs": {}, "doing": "", "log": None, "adopted": False, "retried_from": None}
    looks: dict[str, Any] = {"poll_error": None, "failed_polls": 0, "next_poll_at": None}
    more = fields | times | cloud | looks
    return RunView(1, 1, "Run", state=RunState.RUNNING, error=None, tasks=tasks, **more)


def test_text_for_a_chart_is_drawn_as_it_is():
    """Tags, entities, placeholders and quotes."""
    assert drawn(chart_text(HOSTILE)) == HOSTILE


def test_tasks_are_bars_from_their_start_to_their_end():
    """In seconds since the launch; one that waits has no bar, one that goes on reaches to now."""
    figure = task_timeline(
        run(
            task("first", TaskState.SUCCEEDED, 2, 5),
            task("second", TaskState.RUNNING, 4, None),
            task("third", TaskState.PENDING, None, None),
        ),
        until=START + timedelta(seconds=9),
    )
    bars = [(bar.y[0], bar.base[0], bar.x[0]) for bar in figure.data]
    assert bars == [("first", 2.0, 3.0), ("second", 4.0, 5.0)]
    assert figure.data[0].text == "✓ succeeded · 3.0 s"
    assert figure.data[1].text.startswith("▶ running · ")
    assert figure.data[0].marker.color == GREEN


@pytest.mark.parametrize(
    ("seconds", "length", "unit"), [(60, 60, "seconds"), (600, 10, "minutes"), (9_000, 2.5, "hours")]
)
def test_the_axis_has_the_unit_that_fits_the_whole_run(seconds, length, unit):
    """Ten minutes are 10 minutes, 9,000 s are 2.5 hours; what follows the launch is said at the axis."""
    figure = task_timeline(run(task("t", TaskState.SUCCEEDED, 0, seconds)))
    assert figure.data[0].x[0] == pytest.approx(length)
    assert figure.layout.xaxis.title.text == f"{unit} since the launch"


def test_a_task_that_began_by_another_clock_stays_in_the_picture():
    """A start before the launch is drawn at 0, and a bar without length is still seen."""
    (bar,) = task_timeline(run(task("t", TaskState.SUCCEEDED, -3, -3))).data
    assert (bar.base[0], bar.x[0]) == (0.0, 0.05)


def test_a_task_is_named_as_it_is():
    """Names come from logs."""
    (bar,) = task_timeline(run(task(HOSTILE, TaskState.RUNNING, 0, 1))).data
    assert drawn(bar.y[0]) == HOSTILE
    assert drawn(bar.hovertemplate.removesuffix("<extra></extra>")) == f"{HOSTILE}: ▶ running · 1.0 s"


def test_work_is_stacked_by_person_over_the_days():
    """Days in their order, also where a month ends; one on which nobody worked is there, with zeros."""
    days = [
        DayOfWork(2, "Ben", date(2026, 2, 27), 4),
        DayOfWork(1, "Ada", date(2026, 3, 1), 7),
        DayOfWork(2, "Ben", date(2026, 3, 1), 2),
    ]
    figure = work_chart(days, until=date(2026, 3, 2))
    labels = ["27 Feb", "28 Feb", "01 Mar", "02 Mar"]
    assert [(bar.name, list(bar.x), list(bar.y)) for bar in figure.data] == [
        ("Ada", labels, [0, 0, 7, 0]),
        ("Ben", labels, [4, 0, 2, 0]),
    ]
    assert list(figure.layout.xaxis.categoryarray) == labels
    assert figure.layout.barmode == "stack"


def test_the_legend_grows_away_from_the_data():
    """However many rows it takes, it stands on the top edge of the plot."""
    legend = work_chart([DayOfWork(1, "Ada", date(2026, 3, 1), 1)], until=date(2026, 3, 1)).layout.legend
    assert (legend.yanchor, legend.y > 1) == ("bottom", True)


def test_those_who_did_least_are_together():
    """Eight people: six with a bar of their own, and two others."""
    days = [DayOfWork(number, f"P{number}", date(2026, 3, 1), number) for number in range(1, 9)]
    figure = work_chart(days, until=date(2026, 3, 1))
    assert [bar.name for bar in figure.data] == ["P3", "P4", "P5", "P6", "P7", "P8", "2 others"]
    assert list(figure.data[-1].y) == [3]


def test_a_person_has_one_colour_for_ever():
    """By number: whoever else is on the chart, and on the charts of the quality page too."""
    ben = DayOfWork(10, "Ben", date(2026, 3, 1), 4)
    ada = DayOfWork(3, "Ada", date(2026, 3, 1), 7)
    alone, _, beside = (
        bar.marker for some in ([ben], [ada, ben]) for bar in work_chart(some, until=date(2026, 3, 1)).data
    )
    assert alone == beside
    assert (alone.color, alone.pattern.shape) == (person_colour(10), "/")
    assert person_colour(10) == person_colour(2), "there are eight colours; a hatch tells these two apart"
    assert dots_chart([Dot("Ben", 0.5, 0.4, 0.6, person_id=10)], title="share").data[0].marker.color == (
        person_colour(10),
    )


def test_a_person_is_named_as_he_or_she_is():
    """In the legend and beside the pointer."""
    (bar,) = work_chart([DayOfWork(1, HOSTILE, date(2026, 3, 1), 1)], until=date(2026, 3, 1)).data
    assert drawn(bar.name) == HOSTILE
    middle = bar.hovertemplate.removeprefix("%{y:,} by ").removesuffix(" on %{x}<extra></extra>")
    assert drawn(middle) == HOSTILE


def test_pairs_are_counted_by_their_judgments():
    """Counts nobody has are there as 0; from the needed number on the bars are green."""
    (bars,) = coverage_chart(ProjectProgress({0: 5, 2: 3, 4: 1}, needed=3)).data
    assert (list(bars.x), list(bars.y)) == (["0", "1", "2", "3", "4"], [5, 0, 3, 0, 1])
    assert list(bars.marker.color) == [TIE, TIE, TIE, GREEN, GREEN]


def test_coverage_reaches_to_what_is_needed():
    """So that one sees how far it is."""
    (bars,) = coverage_chart(ProjectProgress({0: 5}, needed=2)).data
    assert list(bars.x) == ["0", "1", "2"]
