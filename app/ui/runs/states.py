"""How the states of runs look and what they mean, and how methods are called."""

from typing import Literal

import streamlit as st

from core.training.methods import all_methods
from core.training.models import RunState

BADGES: dict[RunState, tuple[Literal["gray", "blue", "orange", "green", "red"], str, str]] = {
    RunState.PENDING: ("gray", "schedule", "It is on record; that it has started is not known yet."),
    RunState.RUNNING: ("blue", "progress_activity", "It goes on."),
    RunState.CANCELLING: ("orange", "hourglass_bottom", "It was asked to stop."),
    RunState.SUCCEEDED: ("green", "check_circle", "It ended well."),
    RunState.FAILED: ("red", "error", "It ended with an error."),
    RunState.CANCELLED: ("gray", "cancel", "It was stopped."),
    RunState.LOST: ("red", "help", "Its process or job is gone without a word."),
    RunState.UNKNOWN: ("gray", "question_mark", "Only its files are known; how it ended, nobody here knows."),
}
"""Colour, icon and meaning."""

SIGNS = {
    RunState.PENDING: "○",
    RunState.RUNNING: "▶",
    RunState.CANCELLING: "▶",
    RunState.SUCCEEDED: "✓",
    RunState.FAILED: "✕",
    RunState.CANCELLED: "■",
    RunState.LOST: "?",
    RunState.UNKNOWN: "?",
}


def state_badge(state: RunState) -> None:
    """The state of a run."""
    colour, icon, meaning = BADGES[state]
    st.badge(state.value, icon=f":material/{icon}:", color=colour, help=meaning)


def method_title(name: str) -> str:
    """What people call a method; a run that was taken over by its files has none."""
    method = all_methods().get(name)
    return name if method is None else method.title
