"""What sets two runs apart: method, data sets and parameters, side by side."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from app.ui.actions import ask
from app.ui.runs.choice import run_label
from core.training.runs import RunView, compare_runs, get_run


def offer_differences(run: RunView, runs: Sequence[RunView]) -> None:
    """An expander that compares this run with another one, once it is open."""
    others = {one.id: one for one in runs if one.id != run.id}
    if not others:
        return
    expander = st.expander(
        "Compare settings with another run",
        icon=":material/difference:",
        key=f"differences_{run.id}",
        on_change="rerun",
    )
    if expander.open:
        with expander:
            _differences(run, others)


def _differences(run: RunView, others: Mapping[int, RunView]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.selectbox(
            "Other run",
            list(others),
            index=_nearest(run, others),
            key=f"differences_with_{run.id}",
            format_func=lambda number: run_label(others[number]),
        )
        everything = st.toggle("Also what is the same", key="differences_all")
    lines = compare_runs(ask(get_run, run.id), ask(get_run, other))
    shown = [one for one in lines if everything or not one.same]
    if not shown:
        st.success("Both runs have the same method, data sets and parameters.", icon=":material/equal:")
        return
    table = [(one.name, one.left, one.right) + ((_same(one.same),) if everything else ()) for one in shown]
    columns = ["Setting", "This run", "The other run"] + (["Same"] if everything else [])
    st.dataframe(
        pd.DataFrame(table, columns=columns),
        hide_index=True,
        alt=f"Settings of {run_label(run)} and {run_label(others[other])} side by side",
    )


def _nearest(run: RunView, others: Mapping[int, RunView]) -> int:
    """Which of them to offer first: the one that this repeats, else the last before it of its method."""
    numbers = list(others)
    if run.retried_from is not None and run.retried_from in others:
        return numbers.index(run.retried_from)
    earlier = [number for number in numbers if number < run.id]
    alike = [number for number in earlier if others[number].method == run.method]
    return numbers.index((alike or earlier or numbers)[0])


def _same(same: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "=" if same else "≠"
