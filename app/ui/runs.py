"""The runs page: a list, and one run that is watched while it goes on."""

import json
from typing import Literal

import pandas as pd
import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, show_refusals
from app.ui.charts import task_timeline
from app.ui.resources import studio
from app.ui.routes import can_see, path_of
from app.ui.words import ago, lasted
from core.access import Action, may
from core.training import RunDetail, RunState, RunView, cancel_run, get_run, log_tail

CHOSEN_RUN = "chosen_run"
LOOK_SECONDS = 1.0
BADGES: dict[RunState, tuple[Literal["gray", "blue", "orange", "green", "red"], str]] = {
    RunState.PENDING: ("gray", "schedule"),
    RunState.RUNNING: ("blue", "progress_activity"),
    RunState.CANCELLING: ("orange", "hourglass_bottom"),
    RunState.SUCCEEDED: ("green", "check_circle"),
    RunState.FAILED: ("red", "error"),
    RunState.CANCELLED: ("gray", "cancel"),
    RunState.LOST: ("red", "help"),
}


def no_runs() -> None:
    """What to do before the first run."""
    st.info(
        "No run has been launched yet. A run tunes a model on frozen data sets; here you will see its tasks, "
        "parameters and data sets.",
        icon=":material/rocket_launch:",
    )
    if can_see(person(), "launch"):
        st.page_link(path_of("launch"), label="Launch a run", icon=":material/rocket_launch:")


def choose_run(runs: list[RunView]) -> int:
    """The runs as a table, and a choice of one."""
    table = pd.DataFrame(
        [
            (one.name, one.method, one.state.value, ago(one.created_at), lasted(one.started_at, one.ended_at))
            for one in runs
        ],
        columns=["Run", "Method", "State", "Launched", "Took"],
    )
    st.dataframe(table, hide_index=True, alt="Runs of this project, newest first")
    return pick_run(runs)


def pick_run(runs: list[RunView]) -> int:
    """A select box over runs that remembers the run across pages."""
    by_id = {one.id: one for one in runs}
    if st.session_state.get(CHOSEN_RUN) not in by_id:
        st.session_state[CHOSEN_RUN] = runs[0].id
    chosen: int = st.selectbox(
        "Run",
        list(by_id),
        key=CHOSEN_RUN,
        persist_state="session",
        format_func=lambda number: by_id[number].name,
    )
    return chosen


def watch_run(run_id: int) -> None:
    """One run in detail, looked at again every second while it is active."""
    active = ask(get_run, run_id).run.state.active
    st.fragment(_show_run, run_every=LOOK_SECONDS if active else None)(run_id, active)


def _show_run(run_id: int, was_active: bool) -> None:  # noqa: FBT001 - a fragment's arguments are positional
    show_refusals()
    detail = ask(get_run, run_id)
    if was_active and not detail.run.state.active:
        st.rerun()
    _headline(detail)
    if detail.run.tasks:
        st.plotly_chart(
            task_timeline(detail.run),
            key=f"timeline_{run_id}",
            config={"displayModeBar": False},
            alt="Tasks of the run over time: "
            + ", ".join(f"{task.name} {task.state.value}" for task in detail.run.tasks),
        )
    _inputs(detail)
    if detail.run.state in {RunState.FAILED, RunState.LOST}:
        with st.expander("End of the log", expanded=True, icon=":material/terminal:"):
            st.code(ask(log_tail, run_id) or "The run wrote no log.", language=None)


def _headline(detail: RunDetail) -> None:
    run = detail.run
    colour, icon = BADGES[run.state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(run.name), anchor=False)
        st.badge(run.state.value, icon=f":material/{icon}:", color=colour)
        st.caption(f"{run.job_id} · {lasted(run.started_at, run.ended_at)}")
    if run.error:
        st.error(plain(run.error), icon=":material/error:")
    with st.container(horizontal=True):
        st.page_link(path_of("curves"), label="Curves", icon=":material/show_chart:")
        if run.state == RunState.SUCCEEDED:
            st.page_link(path_of("compare"), label="Compare answers", icon=":material/balance:")
        if run.state.active and may(person().role, Action.CANCEL_RUN):
            st.button(
                "Cancel the run",
                icon=":material/stop_circle:",
                key=f"cancel_{run.id}",
                disabled=run.state == RunState.CANCELLING,
                on_click=lambda: attempt(
                    lambda: cancel_run(studio().db, person(), run.id), done="Cancelling …"
                ),
            )


def _inputs(detail: RunDetail) -> None:
    left, right = st.columns(2)
    with left, st.expander("Data sets it used", icon=":material/dataset:"):
        for role, dataset in detail.inputs.items():
            st.markdown(
                f"`{role}`: {plain(dataset.name)}, {dataset.rows:,} rows, sha256 `{dataset.sha256[:12]}`"
            )
    with right, st.expander("Parameters", icon=":material/tune:"):
        st.code(json.dumps(detail.run.parameters, indent=2), language="json")
