"""A run's tasks over time."""

import plotly.graph_objects as go

from app.ui.charts.palette import GREEN, TIE, TUNED, chart_text
from core.training import RunView, TaskState

STATE_COLOURS = {
    TaskState.PENDING: TIE,
    TaskState.RUNNING: "#56B4E9",
    TaskState.SUCCEEDED: GREEN,
    TaskState.FAILED: TUNED,
    TaskState.CANCELLED: TIE,
}


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
