"""A page whose fragment counts how often it is drawn, until eight."""

import streamlit as st

from app.ui.components.browser import live

MOST = 8


@st.fragment
def count() -> None:
    """One more time, and the page around it does not run."""
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    st.text(f"drawn {st.session_state['drawn']}, page {st.session_state['pages']}")
    if st.session_state["drawn"] < MOST:
        live("live", every_s=0.2)


st.session_state["pages"] = st.session_state.get("pages", 0) + 1
count()
