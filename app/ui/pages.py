"""From page to page of a list that goes on behind a place, and from one thing to its neighbours."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


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


def neighbour_buttons(name: str, before: T | None, after: T | None, go: Callable[[T], None]) -> None:
    """Previous and next, also by P and N; a neighbour that is None is not there."""
    for label, side, place in (("Previous", "left", before), ("Next", "right", after)):
        st.button(
            label,
            key=f"{name}_{label.lower()}",
            icon=f":material/chevron_{side}:",
            shortcut=label[0],
            disabled=place is None,
            on_click=go,
            args=(place,),
        )


def _name(name: str) -> str:
    return f"{name}_places"
