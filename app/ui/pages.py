"""From page to page of a list that goes on behind a place, and back the way one came."""

from collections.abc import Hashable
from typing import Any

import streamlit as st


def place_of(name: str, about: Hashable) -> Any:
    """Behind which place the page of this list begins; None for the first, as of a list of something else."""
    kept = st.session_state.get(_name(name))
    if kept is None or kept[0] != about:
        st.session_state[_name(name)] = (about, [])
        return None
    return kept[1][-1] if kept[1] else None


def turn_pages(name: str, after: Any, *, back: str, on: str) -> None:
    """The buttons below a list: back, and on to what is behind ``after``, if anything is."""
    _, places = st.session_state[_name(name)]
    with st.container(horizontal=True):
        if places:
            st.button(back, key=f"{name}_back", icon=":material/arrow_back:", on_click=places.pop)
        if after is not None:
            st.button(
                on, key=f"{name}_on", icon=":material/arrow_forward:", on_click=places.append, args=(after,)
            )


def _name(name: str) -> str:
    return f"{name}_places"
