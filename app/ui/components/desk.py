"""A person's desk as the labeller and the ranker are given it, and what a browser wants of it."""

from typing import Any, TypedDict

import streamlit as st


class DeskData(TypedDict):
    """A person's desk: layout, size of texts in percent with its steps, whether both answers scroll together.

    ``keys`` are their own, by action; ``problem`` says why the last change was not taken, else it is empty.
    """

    layout: str
    text_percent: int
    sizes: list[int]
    tied: bool
    keys: dict[str, str]
    problem: str


USUAL_DESK = DeskData(layout="auto", text_percent=100, sizes=[100], tied=False, keys={}, problem="")


def read_desk_change(key: str) -> dict[str, Any]:
    """Return what a browser wants of its person's desk: hostile until checked; empty if it wants nothing."""
    state = st.session_state.get(key)
    change = state.get("desk") if isinstance(state, dict) else None
    return change if isinstance(change, dict) else {}


def nothing() -> None:
    """What is done about a desk that nobody keeps."""
