"""Whose curves: runs of this project, and other logs by their address or as files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app.ui.curves.series import MOST_LINES
from app.ui.curves.uploaded import uploaded_logs
from app.ui.runs import CHOSEN_RUN, chosen_run, run_label
from app.ui.state import in_address, put_in_address
from core.training.runs import RunView

RUNS, TOLD, SEEN = "curves_runs", "curves_runs_told", "curves_run_seen"
LEFT_OUT, BY_HAND = "curves_left_out", "curves_runs_by_hand"
ADDRESS = "curves_address"
NUMBER = re.compile("[0-9]{1,18}")  # what is longer is no run's number


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at.

    Attributes:
        runs: Runs of this project, in the order in which they were chosen.
        address: A folder or ``gs://`` address of other logs, as a person typed it; empty for none.
        folder: Where logs lie that were uploaded in this session; empty for none.
    """

    runs: tuple[RunView, ...] = ()
    address: str = ""
    folder: str = ""

    @property
    def active(self) -> bool:
        """Whether any of the runs goes on."""
        return any(run.state.active for run in self.runs)


def choose_sources(runs: Sequence[RunView]) -> Wanted | None:
    """One row: runs, and behind a button other logs; None while there is nothing to look at."""
    if not runs:
        st.info(
            "No run has been launched yet. Its curves will show here whether it learned; those of logs from "
            "elsewhere can be read below.",
            icon=":material/show_chart:",
        )
        address, folder = _other_logs()
        return Wanted(address=address, folder=folder) if address or folder else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choose_runs(runs)
        with st.popover("Other logs", icon=":material/folder_open:", width="content"):
            address, folder = _other_logs()
    _say_left_out()
    if chosen or address or folder:
        return Wanted(chosen, address, folder)
    st.info("Choose a run above, or other logs, to see their curves.", icon=":material/show_chart:")
    return None


def _choose_runs(runs: Sequence[RunView]) -> tuple[RunView, ...]:
    by_id = {one.id: one for one in runs}
    _seed(runs, by_id)
    numbers: list[int] = st.multiselect(
        "Runs",
        list(by_id),
        key=RUNS,
        format_func=lambda number: run_label(by_id[number]),
        max_selections=MOST_LINES,
        placeholder="Choose runs",
        select_all=False,
        on_change=_choose_next,
        persist_state="session",
    )
    told = ",".join(map(str, numbers))
    put_in_address("runs", told)
    st.session_state[TOLD] = told
    st.session_state[SEEN] = st.session_state.get(CHOSEN_RUN)
    return tuple(by_id[number] for number in numbers)


def _choose_next() -> None:
    """The first of them is the run that other pages show, too."""
    st.session_state[BY_HAND] = True
    if st.session_state[RUNS]:
        st.session_state[CHOSEN_RUN] = st.session_state[RUNS][0]
    st.session_state[SEEN] = st.session_state.get(CHOSEN_RUN)


def _seed(runs: Sequence[RunView], by_id: dict[int, RunView]) -> None:
    """What a link says, if it is new; else what was chosen here; else the run that other pages show."""
    state, told = st.session_state, in_address("runs")
    if told and told != state.get(TOLD):
        asked = [int(one) for one in told.split(",") if NUMBER.fullmatch(one)]
        state[RUNS] = [one for one in dict.fromkeys(asked) if one in by_id][:MOST_LINES]
        state[LEFT_OUT] = len(set(told.split(","))) - len(state[RUNS])
        state[CHOSEN_RUN] = state[RUNS][0] if state[RUNS] else state.get(CHOSEN_RUN)
        return
    own = state.get(RUNS)
    if own is None and in_address(ADDRESS):
        state[RUNS] = []
    elif own is None or any(one not in by_id for one in own) or chosen_run(runs).id != state.get(SEEN):
        state[RUNS] = [chosen_run(runs).id]


def _say_left_out() -> None:
    """Once, and in the same words whether a run is another project's or none at all."""
    number = st.session_state.pop(LEFT_OUT, 0)
    if number:
        what = "A run that the link names is" if number == 1 else f"{number:,} runs that the link names are"
        st.caption(f":material/link_off: {what} not in this project.")


def _other_logs() -> tuple[str, str]:
    """A field for an address, and one for files."""
    address: str = st.text_input(
        "Folder or gs:// address with TensorBoard event files",
        key=ADDRESS,
        placeholder="gs://bucket/folder or /a/folder",
        help="Databases of trackio and what W&B prints of a run are read there, too.",
        on_change=_only_others,
        bind="query-params",
    )
    return address.strip(), uploaded_logs()


def _only_others() -> None:
    """Whoever names other logs without having chosen runs looks at those alone."""
    if st.session_state[ADDRESS] and not st.session_state.get(BY_HAND):
        st.session_state[RUNS] = []
