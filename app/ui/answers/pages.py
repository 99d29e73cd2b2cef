"""From page to page of a list of answers: older ones, and back to the latest."""

from collections.abc import Hashable
from typing import Any

import streamlit as st

from core.labelling.given import AnswerPage, Place


def place_of(name: str, about: Hashable) -> Place | None:
    """Behind which answer the page of this list begins; another filter begins at the latest."""
    kept = st.session_state.get(_name(name))
    if kept is None or kept[0] != about:
        st.session_state[_name(name)] = (about, [])
        return None
    places: list[Place] = kept[1]
    return places[-1] if places else None


def turn_pages(name: str, page: AnswerPage[Any]) -> None:
    """The buttons below a list, and how far was looked for what is rare."""
    _, places = st.session_state[_name(name)]
    if page.looked:
        st.caption(
            f"{page.looked:,} answers were looked through for this page, and {len(page.rows)} of them fit. "
            "Older ones are looked through on the next page."
        )
    with st.container(horizontal=True):
        if places:
            st.button("Newer", key=f"{name}_newer", icon=":material/arrow_back:", on_click=places.pop)
        if page.after is not None:
            st.button(
                "Older",
                key=f"{name}_older",
                icon=":material/arrow_forward:",
                on_click=places.append,
                args=(page.after,),
            )


def _name(name: str) -> str:
    return f"{name}_places"
