"""The runs of a project as a table, newest first; a click on a row shows that run."""

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from app.ui.access import person
from app.ui.actions import ask
from app.ui.components.browser import live
from app.ui.routes import can_see, path_of
from app.ui.runs.labels import CHOSEN_RUN, chosen_run, method_title, state_words
from app.ui.runs.timeline import split_name
from app.ui.show import show_table
from app.ui.state import here
from app.ui.words import lasted
from core.training.models import RunState, TaskState
from core.training.runs import RunView, list_runs

TABLE = "runs_table"
LISTED = "runs_listed"
FRESH = "runs_fresh"
STATES, METHOD_NAMES = "runs_states", "runs_methods"
FEW = 5
"""So many runs are seen at a glance; more can be filtered."""

MOST_ROWS = 10
"""So many the table shows without scrolling in it."""

COLUMNS: dict[str, ColumnConfig] = {
    "#": st.column_config.NumberColumn(width=50, format="%d"),
    "Run": st.column_config.TextColumn(width=170),
    "State": st.column_config.TextColumn(width=110),
    "Method": st.column_config.TextColumn(width=240),
    "Launched": st.column_config.DatetimeColumn(format="distance", width=120),
    "Took": st.column_config.TextColumn(width=80),
    "At the moment": st.column_config.TextColumn(width="medium"),
}
"""Widths of their own, so that no long text pushes another column off a small screen."""

States = dict[int, tuple[RunState, str | None]]

ROW_PX = 35
REFRESH_SECONDS = 5.0
LONGEST_NOTE = 120


def show_list(runs: Sequence[RunView]) -> list[RunView]:
    """The table, in which the chosen run is marked; the runs it shows, and the chosen one in any case."""
    found = _filtered(runs) if len(runs) > FEW else list(runs)
    chosen = chosen_run(runs)
    if found:
        _table(found, chosen)
    else:
        st.info("No run is in these states and of these methods.", icon=":material/filter_alt_off:")
    return found if chosen in found else [chosen, *found]


def keep_list_fresh(runs: Sequence[RunView]) -> None:
    """Draw the page anew when another run's state or flag has changed, as long as any goes on."""
    if any(run.state.active for run in runs):
        st.session_state[FRESH] = True
        st.fragment(_notice)(runs[0].project_id, _states(runs))


def _notice(project_id: int, known: States) -> None:
    live("runs_live", every_s=REFRESH_SECONDS)
    if st.session_state.pop(FRESH, False):
        return  # the page has just been drawn as a whole
    if _states(ask(list_runs, project_id)) != known:
        st.rerun()


def _states(runs: Sequence[RunView]) -> States:
    return {run.id: (run.state, run.curve_flag) for run in runs}


def _filtered(runs: Sequence[RunView]) -> list[RunView]:
    """Ask which states and methods; nothing chosen means all."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states = st.multiselect(
            "State",
            [state for state in RunState if any(run.state == state for run in runs)],
            key=STATES,
            format_func=state_words,
            placeholder="All states",
            label_visibility="collapsed",
            persist_state="page",
        )
        methods = st.multiselect(
            "Method",
            sorted({run.method for run in runs}),
            key=METHOD_NAMES,
            format_func=method_title,
            placeholder="All methods",
            label_visibility="collapsed",
            persist_state="page",
        )
    return [
        run for run in runs if (not states or run.state in states) and (not methods or run.method in methods)
    ]


def height_of(count: int) -> int:
    """The height of the table in pixels: its rows, but not too many, its head and its borders."""
    return ROW_PX * (min(count, MOST_ROWS) + 1) + 3


def _table(runs: Sequence[RunView], chosen: RunView) -> None:
    numbers = [run.id for run in runs]
    st.session_state[LISTED] = numbers
    rows = [numbers.index(chosen.id)] if chosen.id in numbers else []
    st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    show_table(
        [_row(run) for run in runs],
        COLUMNS,
        key=TABLE,
        height=height_of(len(runs)),
        row_height=ROW_PX,
        on_select=_choose,
        selection_mode="single-row",
        column_config=COLUMNS,
        alt=f"{len(runs):,} runs, newest first; the row that is selected is shown below",
    )


def _choose() -> None:
    """Show the run whose row was clicked, as the rows were when they were drawn."""
    rows = st.session_state[TABLE]["selection"]["rows"]
    if rows:
        st.session_state[CHOSEN_RUN] = st.session_state[LISTED][rows[0]]


def _row(run: RunView) -> tuple[object, ...]:
    took = "" if run.state.active else lasted(run.started_at, run.ended_at)  # the list does not tick
    method = method_title(run.method)
    return (run.id, run.name, state_words(run.state), method, run.created_at, took, _note(run))


def _note(run: RunView) -> str:
    """What is going on in it, or what went wrong."""
    if not run.state.active:
        return (run.error or run.curve_flag or "")[:LONGEST_NOTE]
    if run.poll_error:
        return f"cannot be checked: {run.poll_error}"[:LONGEST_NOTE]
    if run.curve_flag:
        return f"look at its curves: {run.curve_flag}"[:LONGEST_NOTE]
    if run.doing:
        return run.doing[:LONGEST_NOTE]
    going_on = [split_name(task.name)[1] for task in run.tasks if task.state == TaskState.RUNNING]
    ended = sum(task.ended_at is not None for task in run.tasks)
    return f"{ended} of {len(run.tasks)} tasks done, now {', '.join(going_on)}" if going_on else ""


def no_runs() -> None:
    """What to do before the first run."""
    st.info(
        "No run has been launched yet. A run tunes a model on frozen data sets; here you will see its tasks, "
        "parameters and data sets.",
        icon=":material/rocket_launch:",
    )
    if can_see(person(), "launch", here()):
        st.page_link(path_of("launch"), label="Launch a run", icon=":material/rocket_launch:")
