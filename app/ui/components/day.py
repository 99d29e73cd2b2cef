"""A person's day as the labeller and the ranker are given it, and what a browser wants of it."""

from typing import Any, TypedDict

import streamlit as st


class DayFigure(TypedDict):
    """One line of a person's day."""

    label: str
    text: str


class DayData(TypedDict):
    """A person's day.

    Attributes:
        figures: How it goes; None while nobody has asked, for they cost more than an answer should.
        own_goal: Answers a day that the person wants to give; None where the lead's goal counts.
        lead_goal: What a lead set for everybody; 0 for none.
        remind: Whether to be reminded of a break.
        problem: Why the last change was not taken, else empty.
    """

    figures: list[DayFigure] | None
    own_goal: int | None
    lead_goal: int
    remind: bool
    problem: str


def read_day_change(key: str) -> dict[str, Any]:
    """Return what a browser wants of its person's day: hostile until checked; empty if it wants nothing."""
    state = st.session_state.get(key)
    change = state.get("day") if isinstance(state, dict) else None
    return change if isinstance(change, dict) else {}
