"""A run's tasks over time, and how states look in every chart of runs."""

from datetime import datetime

import plotly.graph_objects as go

from app.ui.palette import GREEN, TIE, TUNED, chart_text
from app.ui.words import lasted
from core.db import now
from core.training.method import TaskReport
from core.training.models import TaskState
from core.training.runs import RunView

STATE_COLOURS = {
    TaskState.PENDING: TIE,
    TaskState.RUNNING: "#56B4E9",
    TaskState.SUCCEEDED: GREEN,
    TaskState.FAILED: TUNED,
    TaskState.CANCELLED: TIE,
    TaskState.NOT_RUN: TIE,
}
STATE_SIGNS = {
    TaskState.PENDING: "○",
    TaskState.RUNNING: "▶",
    TaskState.SUCCEEDED: "✓",
    TaskState.FAILED: "✕",
    TaskState.CANCELLED: "■",
    TaskState.NOT_RUN: "–",
}
"""The state once more, for those who do not see its colour."""

UNITS = ((2 * 3_600, 3_600, "hours"), (3 * 60, 60, "minutes"), (0, 1, "seconds"))
"""(from so many seconds on, one of it in seconds, its name): the unit of the axis of time."""

ROOM_FOR_WORDS = 1.2
"""Of the whole length: beside the last bars stands what does not fit into them."""

SHORTEST = 1 / 400
"""Of the whole length: a bar that is shorter could not be seen."""


def split_name(name: str) -> tuple[str, str]:
    """The parts of the pipeline that a task belongs to, and its own name."""
    *group, own = name.split("/")
    return " / ".join(group), own


def task_words(task: TaskReport) -> str:
    """State and duration of a task, such as ``✓ succeeded · 3.0 s``."""
    words = f"{STATE_SIGNS[task.state]} {task.state.value}"
    return words if task.started_at is None else f"{words} · {lasted(task.started_at, task.ended_at)}"


def task_timeline(run: RunView, *, until: datetime | None = None) -> go.Figure:
    """The tasks that have started as bars over the time since the run's start.

    Args:
        run: The run.
        until: How far a task reaches that has not ended; by default to the run's end, or to now.
    """
    begin = run.started_at or run.created_at
    end = until or run.ended_at or now()
    started = [task for task in run.tasks if task.started_at is not None]
    whole = max(((task.ended_at or end) - begin).total_seconds() for task in started) if started else 0.0
    unit, unit_name = next((length, name) for least, length, name in UNITS if whole >= least or not least)
    figure = go.Figure()
    for task in started:
        _add_bar(figure, task, begin=begin, end=end, unit=unit, shortest=SHORTEST * whole)
    figure.update_layout(
        height=90 + (42 if len(started) < 10 else 26) * len(started),  # noqa: PLR2004 - few
        margin={"l": 0, "r": 10, "t": 10, "b": 30},
        showlegend=False,
        dragmode=False,
        xaxis={
            "title": f"{unit_name} since the launch",
            "range": (0, ROOM_FOR_WORDS * max(whole, 0.05) / unit),
            "fixedrange": True,
        },
        yaxis={
            "autorange": "reversed",
            "fixedrange": True,
            "tickvals": [chart_text(task.name) for task in started],
            "ticktext": [chart_text(" / ".join(task.name.split("/")[-2:])) for task in started],
        },
    )
    return figure


def _add_bar(
    figure: go.Figure, task: TaskReport, *, begin: datetime, end: datetime, unit: float, shortest: float
) -> None:
    start = task.started_at or begin
    length = max(((task.ended_at or end) - start).total_seconds(), 0.0)
    figure.add_bar(
        y=[chart_text(task.name)],
        x=[max(length, shortest, 0.05) / unit],
        base=[max((start - begin).total_seconds(), 0.0) / unit],
        orientation="h",
        marker_color=STATE_COLOURS[task.state],
        text=task_words(task),
        textposition="auto",
        hovertemplate=f"{chart_text(task.name)}: {task_words(task)}<extra></extra>",
    )
