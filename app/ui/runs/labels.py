"""What people see of any run: its name, state and method; and which run they have chosen, on any page."""

from collections.abc import Collection, Sequence
from typing import Literal

import streamlit as st

from app.ui.actions import plain
from app.ui.routes import path_of
from app.ui.show import choose_by_id
from core.training.methods import all_methods
from core.training.models import RunState, TaskState
from core.training.runs import RunView

Colour = Literal["gray", "blue", "orange", "green", "red"]

NOBODY_KNOWS = "Only its files are known; how it ended, nobody here knows."
MARKS: dict[RunState, tuple[str, Colour, str, str]] = {
    RunState.PENDING: ("○", "gray", "schedule", "It is on record; that it has started is not known yet."),
    RunState.RUNNING: ("▶", "blue", "progress_activity", "It goes on."),
    RunState.CANCELLING: ("▶", "orange", "hourglass_bottom", "It was asked to stop."),
    RunState.SUCCEEDED: ("✓", "green", "check_circle", "It ended well."),
    RunState.FAILED: ("✕", "red", "error", "It ended with an error."),
    RunState.CANCELLED: ("■", "gray", "cancel", "It was stopped."),
    RunState.LOST: ("?", "red", "help", "Its process or job is gone without a word."),
    RunState.UNKNOWN: ("?", "gray", "question_mark", NOBODY_KNOWS),
}
"""Sign, colour, icon and meaning."""

LONGEST_NOTE = 1500
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


def pick_run(runs: Sequence[RunView]) -> RunView:
    """A select box over runs that remembers the run across pages."""
    chosen_run(runs)
    by_id = {one.id: one for one in runs}
    return choose_by_id("Run", by_id, run_label, key=CHOSEN_RUN, persist_state="session")


def state_words(state: RunState) -> str:
    """The state with its sign, for those who do not see colours."""
    return f"{MARKS[state][0]} {state.value}"


def state_badge(state: RunState) -> None:
    """The state of a run."""
    _, colour, icon, meaning = MARKS[state]
    st.badge(state.value, icon=f":material/{icon}:", color=colour, help=meaning)


def method_title(name: str) -> str:
    """What people call a method; a run that was taken over by its files has none."""
    method = all_methods().get(name)
    return name if method is None else method.title


def show_curve_flag(run: RunView, *, named: bool = False) -> None:
    """What is wrong with a run's curves, and the way to them; nothing where nothing is.

    The sentence names the step as the charts count; ``curve_flag_step`` is the trainer's own, for programs.

    Args:
        run: The run.
        named: Whether to say which run it is, where it does not stand there already.
    """
    if not run.curve_flag:
        return
    name = f"**{plain(run_label(run))}**: " if named else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":orange[:material/flag:] {name}{plain(run.curve_flag)}", width="stretch")
        key = f"flag_of_{run.id}"
        if st.button("See its curves", key=key, icon=":material/show_chart:"):
            show_next(run.id)
            st.switch_page(path_of("curves"))


def show_notes(run: RunView, tasks: Collection[str]) -> None:
    """What is to be known of tasks that go on or have ended well, such as what their curves warn of."""
    for task in run.tasks:
        if task.name in tasks and task.error and task.state != TaskState.FAILED:
            name, note = task.name.rpartition("/")[2], task.error[:LONGEST_NOTE]
            st.warning(f"**{plain(name)}**: {plain(note)}", icon=":material/warning:")
