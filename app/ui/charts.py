"""Every chart of the studio. Colours are Okabe and Ito's, which people with colour blindness tell apart."""

import html

import pandas as pd
import plotly.graph_objects as go

from core.labelling import DayOfWork, ProjectProgress
from core.review import WinRate
from core.training import RunView, TaskState

BASE = "#0072B2"
TUNED = "#D55E00"
"""The same two colours stand for the base and the tuned model everywhere."""

TIE = "#999999"
GREEN = "#009E73"
PEOPLE = ("#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#999999")
STATE_COLOURS = {
    TaskState.PENDING: TIE,
    TaskState.RUNNING: "#56B4E9",
    TaskState.SUCCEEDED: GREEN,
    TaskState.FAILED: TUNED,
    TaskState.CANCELLED: TIE,
}


def chart_text(text: str) -> str:
    """Text for Plotly, which knows some HTML and takes ``%{`` for a placeholder, that is shown as it is."""
    # Of the named entities Plotly knows &lt; &gt; and &amp;, but not &quot;
    return html.escape(text, quote=False).replace("{", "&#123;")


def task_timeline(run: RunView) -> go.Figure:
    """The tasks of a run as bars over the seconds since its start."""
    figure = go.Figure()
    for task in run.tasks:
        if task.started_at is None:
            continue
        end = task.ended_at or max(one.ended_at or task.started_at for one in run.tasks)
        begin = (task.started_at - (run.started_at or run.created_at)).total_seconds()
        length = max((end - task.started_at).total_seconds(), 0.05)
        figure.add_bar(
            y=[chart_text(task.name)],
            x=[length],
            base=[max(begin, 0.0)],
            orientation="h",
            marker_color=STATE_COLOURS[task.state],
            text=f"{task.state.value}, {length:.1f} s",
            textposition="auto",
            hovertemplate=f"{chart_text(task.name)}: {task.state.value}, {length:.2f} s<extra></extra>",
        )
    figure.update_layout(
        height=90 + 42 * len(run.tasks),
        margin={"l": 0, "r": 10, "t": 10, "b": 30},
        showlegend=False,
        xaxis={"title": "seconds since the launch", "rangemode": "tozero"},
        yaxis={"autorange": "reversed"},
    )
    return figure


def curve_chart(points: pd.DataFrame, *, tag: str, smoothing: float) -> go.Figure:
    """One curve over relative steps: the points faint, the smoothed line strong."""
    figure = go.Figure()
    faint = smoothing > 0
    figure.add_scatter(
        x=points["relative_step"],
        y=points["value"],
        mode="lines",
        name="as written",
        line={"color": BASE, "width": 1 if faint else 2},
        opacity=0.35 if faint else 1.0,
        hovertemplate="step %{x:,}: %{y:.4g}<extra></extra>",
    )
    if faint:
        figure.add_scatter(
            x=points["relative_step"],
            y=points["smoothed"],
            mode="lines",
            name="smoothed",
            line={"color": BASE, "width": 2.5},
            hovertemplate="step %{x:,}: %{y:.4g} smoothed<extra></extra>",
        )
    figure.update_layout(
        title={"text": chart_text(tag), "x": 0.02},
        height=300,
        margin={"l": 10, "r": 10, "t": 44, "b": 36},
        showlegend=False,
        xaxis_title="step",
    )
    return figure


def win_chart(result: WinRate) -> go.Figure:
    """Verdicts as one bar: base, tie, tuned, with the counts written on it."""
    figure = go.Figure()
    for name, count, colour in (
        ("base", result.base, BASE),
        ("tie", result.ties, TIE),
        ("tuned", result.tuned, TUNED),
    ):
        figure.add_bar(
            y=[""],
            x=[count],
            orientation="h",
            name=name,
            marker_color=colour,
            text=f"{name} {count}" if count else "",
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate=f"{name}: {count}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=64,
        margin={"l": 0, "r": 0, "t": 6, "b": 6},
        showlegend=False,
        xaxis={"visible": False, "range": [0, max(result.n, 1)]},
        yaxis={"visible": False},
    )
    return figure


def interval_chart(result: WinRate) -> go.Figure:
    """The tuned model's win rate as a point with its 95 % interval, against the line of no difference."""
    rate = 100 * (result.rate or 0.0)
    low, high = 100 * result.interval.lower, 100 * result.interval.upper
    figure = go.Figure(
        go.Scatter(
            x=[rate],
            y=[""],
            mode="markers",
            marker={"size": 13, "color": TUNED},
            error_x={"array": [high - rate], "arrayminus": [rate - low], "thickness": 3, "color": TUNED},
            hovertemplate=f"{rate:.0f} % ({low:.0f}–{high:.0f} %)<extra></extra>",
        )
    )
    figure.add_vline(x=50, line_dash="dash", line_color=TIE, annotation_text="even")
    figure.update_layout(
        height=130,
        margin={"l": 0, "r": 0, "t": 24, "b": 36},
        xaxis={
            "range": [-1, 101],
            "tick0": 0,
            "dtick": 25,
            "ticksuffix": " %",
            "title": "share won by the tuned model, ties as halves",
        },
        yaxis={"visible": False},
    )
    return figure


def work_chart(days: list[DayOfWork]) -> go.Figure:
    """Judgments a day, stacked by person."""
    figure = go.Figure()
    dates = [day.strftime("%d %b") for day in sorted({one.day for one in days})]
    for number, name in enumerate(sorted({one.name for one in days})):
        own = [one for one in days if one.name == name]
        figure.add_bar(
            x=[one.day.strftime("%d %b") for one in own],
            y=[one.judged for one in own],
            name=chart_text(name),
            marker_color=PEOPLE[number % len(PEOPLE)],
            hovertemplate="%{y:,} by " + chart_text(name) + " on %{x}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=220,
        margin={"l": 0, "r": 0, "t": 10, "b": 36},
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": dates},
        yaxis_title="judgments",
        legend={"orientation": "h", "y": 1.15},
    )
    return figure


def coverage_chart(progress: ProjectProgress) -> go.Figure:
    """Pairs by how many judgments they have; complete ones in green."""
    counts = range(max([*progress.by_count, progress.needed], default=0) + 1)
    figure = go.Figure(
        go.Bar(
            x=[str(count) for count in counts],
            y=[progress.by_count.get(count, 0) for count in counts],
            marker_color=[GREEN if count >= progress.needed else TIE for count in counts],
            text=[progress.by_count.get(count, 0) or "" for count in counts],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y:,} pairs with %{x} judgments<extra></extra>",
        )
    )
    figure.update_layout(
        height=220,
        margin={"l": 0, "r": 0, "t": 10, "b": 36},
        xaxis={"title": "judgments a pair has", "type": "category"},
        yaxis_title="pairs",
    )
    return figure
