"""One run in detail, drawn again and again while it goes on; only the database is asked."""

import json
from collections.abc import Mapping

import streamlit as st

from app.ui.actions import ask, plain, show_refusals
from app.ui.runs.headline import headline
from app.ui.runs.tasks import show_tasks
from core.training.methods import all_methods
from core.training.models import RunState
from core.training.runs import RunDetail, RunView, get_run, log_tail

REFRESH_SECONDS, LONGEST_REFRESH_SECONDS = 1.0, 10.0
"""How often a run is drawn: as often as its method asks its service, within these."""


def watch_run(run: RunView, names: Mapping[int, str]) -> None:
    """One run in detail, drawn again while it is active.

    Args:
        run: The run as the list has it.
        names: The runs of the project, for what refers to another one.
    """
    method = all_methods().get(run.method)
    seconds = method.poll_seconds if method else REFRESH_SECONDS
    every = min(max(seconds, REFRESH_SECONDS), LONGEST_REFRESH_SECONDS)
    st.fragment(_show, run_every=every if run.state.active else None)(run.id, run.state.active, names)


def _show(run_id: int, was_active: bool, names: Mapping[int, str]) -> None:  # noqa: FBT001 - positional for fragments
    show_refusals()
    detail = ask(get_run, run_id)
    if was_active and not detail.run.state.active:
        st.rerun()
    headline(detail.run, names)
    show_tasks(detail.run)
    _inputs(detail)
    if detail.run.state in {RunState.FAILED, RunState.LOST}:
        with st.expander("End of the log", expanded=True, icon=":material/terminal:"):
            text = detail.run.log or ask(log_tail, run_id)
            st.code(text or "The run wrote no log.", language=None, wrap_lines=True)


def _inputs(detail: RunDetail) -> None:
    left, right = st.columns(2)
    with left, st.expander("Data sets it used", icon=":material/dataset:"):
        for role, dataset in detail.inputs.items():
            st.markdown(
                f"`{role}`: {plain(dataset.name)}, {dataset.rows:,} rows, sha256 `{dataset.sha256[:12]}`"
            )
        if not detail.inputs:
            st.caption("The studio does not know them: the run was started elsewhere.")
    with right, st.expander("Parameters and addresses", icon=":material/tune:"):
        st.code(json.dumps(detail.run.parameters, indent=2), language="json")
        left_there = {f"{name} of {task}": address for (task, name), address in detail.artifacts.items()}
        addresses = {"root": detail.run.root} | detail.run.jobs | left_there
        lines = (f"{name}: {address}" for name, address in addresses.items())
        st.code("\n".join(lines), language=None, wrap_lines=True)
