"""The tabs of the data sets page, in the order of the work, and how to open one."""

import streamlit as st

IMPORT, FREEZE, FROZEN = "Import", "Freeze", "Frozen sets"
TABS = (IMPORT, FREEZE, FROZEN)
OPEN = "datasets_tab"
"""Which one is open, in the session and in links."""


def open_tab(name: str) -> None:
    """Have the page show this tab from the next run on."""
    st.session_state[OPEN] = name
