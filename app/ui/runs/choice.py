"""Which run is looked at: kept by its number across pages, whatever else is launched or filtered."""

from collections.abc import Sequence

import streamlit as st

from core.training.runs import RunView

CHOSEN_RUN = "chosen_run"
NEXT_RUN = "next_run"
"""The run to show from the next rerun on: a widget's own value cannot be set once it is drawn."""


def run_label(run: RunView) -> str:
    """A name of a run that no other has, and that stays: Streamlit finds what was chosen by its label."""
    return f"#{run.id} {run.name}"


def show_next(run_id: int) -> None:
    """Show this run from the next rerun on."""
    st.session_state[NEXT_RUN] = run_id


def chosen_run(runs: Sequence[RunView]) -> RunView:
    """The run that was chosen last, if it is among these, else the first of them."""
    by_id = {one.id: one for one in runs}
    wanted = st.session_state.pop(NEXT_RUN, st.session_state.get(CHOSEN_RUN))
    chosen = by_id.get(wanted, runs[0])
    st.session_state[CHOSEN_RUN] = chosen.id
    return chosen


def pick_run(runs: Sequence[RunView]) -> int:
    """A select box over runs that remembers the run across pages."""
    by_id = {one.id: one for one in runs}
    chosen_run(runs)
    chosen: int = st.selectbox(
        "Run",
        list(by_id),
        key=CHOSEN_RUN,
        persist_state="session",
        format_func=lambda number: run_label(by_id[number]),
    )
    return chosen
