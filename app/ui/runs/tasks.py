"""The tasks of a run: as the graph of its pipeline, over time, and as a table."""

import pandas as pd
import streamlit as st

from app.ui.actions import plain
from app.ui.runs.task_graph import task_graph
from app.ui.runs.timeline import split_name, task_timeline, task_words
from app.ui.words import lasted
from core.training.models import TaskState
from core.training.runs import RunView

PLAIN_CHART = {"displayModeBar": False, "scrollZoom": False}
LONGEST_ERROR = 500
INK = {"light": "#1f2430", "dark": "#e6e8ee"}
"""The colours of text in .streamlit/config.toml: a chart cannot ask for them."""


def show_tasks(run: RunView) -> None:
    """What each task does; only the view that is open is drawn."""
    if not run.tasks:
        if run.state.active:
            st.caption("No task has been reported yet.")
        return
    _errors(run)
    graph, timeline, table = st.tabs(
        [
            ":material/account_tree: Pipeline",
            ":material/view_timeline: Timeline",
            ":material/table_rows: Table",
        ],
        key=f"tasks_{run.id}",
        on_change="rerun",
    )
    if graph.open:
        with graph:
            _graph(run)
    if timeline.open:
        with timeline:
            _timeline(run)
    if table.open:
        with table:
            _table(run)


def _errors(run: RunView) -> None:
    """What failed tasks say, unless the run says it already."""
    for task in run.tasks:
        if task.state == TaskState.FAILED and task.error and task.error not in (run.error or ""):
            name = plain(split_name(task.name)[1])
            st.error(f"**{name}**: {plain(task.error[:LONGEST_ERROR])}", icon=":material/error:")


def _graph(run: RunView) -> None:
    st.plotly_chart(
        task_graph(run, ink=INK.get(st.context.theme.type or "")),
        key=f"graph_{run.id}",
        config=PLAIN_CHART,
        alt="Pipeline of the run: "
        + "; ".join(
            f"{task.name} {task_words(task)}"
            + (f", after {', '.join(task.depends_on)}" if task.depends_on else "")
            for task in run.tasks
        ),
    )


def _timeline(run: RunView) -> None:
    if all(task.started_at is None for task in run.tasks):
        st.caption("No task has started yet.")
        return
    st.plotly_chart(
        task_timeline(run),
        key=f"timeline_{run.id}",
        config=PLAIN_CHART,
        alt="Tasks of the run over time: "
        + ", ".join(f"{task.name} {task.state.value}" for task in run.tasks),
    )


def _table(run: RunView) -> None:
    begin = run.started_at or run.created_at
    rows = [
        (
            *reversed(split_name(task.name)),
            task.state.value,
            lasted(begin, task.started_at) if task.started_at else "–",
            lasted(task.started_at, task.ended_at),
            task.error or "",
        )
        for task in run.tasks
    ]
    columns = ["Task", "Part of", "State", "Started after", "Took", "Error"]
    st.dataframe(
        pd.DataFrame(rows, columns=columns),
        key=f"task_table_{run.id}",
        hide_index=True,
        alt="Tasks of the run with state, duration and error",
    )
