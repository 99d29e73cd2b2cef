"""The choice of a method on the launch page."""

import streamlit as st

from core.training import METHODS, Method


def choose_method() -> Method:
    """Ask for a method, and say plainly what it is."""
    name = next(iter(METHODS))
    if len(METHODS) > 1:
        name = st.selectbox("Method", list(METHODS), key="method", format_func=lambda one: METHODS[one].title)
    method = METHODS[name]
    st.info(f"**{method.title}.** {method.about}", icon=":material/science:")
    return method
