"""The tasks of a run: as the graph of its pipeline, over time, and as a table."""

import streamlit as st

from app.ui.actions import plain
from app.ui.runs.labels import show_notes
from app.ui.runs.task_graph import task_graph
from app.ui.runs.timeline import split_name, task_timeline, task_words
from app.ui.show import show_chart, show_table, when_open
from app.ui.words import lasted
from core.training.models import TaskState
from core.training.runs import RunView

LONGEST_ERROR = 500
INK = {"light": "#12161f", "dark": "#e6e8ee"}
"""The colours of text in .streamlit/config.toml: a chart cannot ask for them."""


def show_tasks(run: RunView) -> None:
    """What each task does; only the view that is open is drawn."""
    if not run.tasks:
        if run.state.active:
            st.caption("No task has been reported yet.")
        return
    _errors(run)
    show_notes(run, {task.name for task in run.tasks})
    views = {
        ":material/account_tree: Pipeline": _graph,
        ":material/view_timeline: Timeline": _timeline,
        ":material/table_rows: Table": _table,
    }
    tabs = st.tabs(list(views), key=f"tasks_{run.id}", on_change="rerun")
    for tab, draw in zip(tabs, views.values(), strict=True):
        when_open(tab, draw, run)


def _errors(run: RunView) -> None:
    """What failed tasks say, unless the run says it already."""
    for task in run.tasks:
        if task.state == TaskState.FAILED and task.error and task.error not in (run.error or ""):
            name = plain(split_name(task.name)[1])
            st.error(f"**{name}**: {plain(task.error[:LONGEST_ERROR])}", icon=":material/error:")


def _graph(run: RunView) -> None:
    show_chart(
        task_graph(run, ink=INK.get(st.context.theme.type or "")),
        key=f"graph_{run.id}",
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
    show_chart(
        task_timeline(run),
        key=f"timeline_{run.id}",
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
    show_table(
        rows,
        ["Task", "Part of", "State", "Started after", "Took", "Error"],
        key=f"task_table_{run.id}",
        alt="Tasks of the run with state, duration and error",
    )
