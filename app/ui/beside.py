"""Refusals that are shown beside the button they belong to, where the person is looking."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app.ui.actions import attempt, plain
from core.errors import Conflict, InvalidInput

T = TypeVar("T")


def attempt_beside(place: str, action: Callable[[], T], *, done: str) -> T | None:
    """As `attempt`, in a callback: what can be mended in the form is said there, the rest on top of the page.

    Whoever may not act any more, say, does not see the form any more either.
    """
    return attempt(lambda: _act(place, action, done))


def show_beside(place: str) -> None:
    """Show what was refused at this place in the last run, once."""
    sentence = st.session_state.pop(_key(place), "")
    if sentence:
        st.error(plain(sentence), icon=":material/block:")


def _act(place: str, action: Callable[[], T], done: str) -> T | None:
    try:
        result = action()
    except (InvalidInput, Conflict) as error:
        st.session_state[_key(place)] = str(error)
        return None
    st.toast(plain(done), icon=":material/check:")
    return result


def _key(place: str) -> str:
    return f"refused_{place}"
