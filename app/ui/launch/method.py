"""The choice of a method on the launch page."""

import streamlit as st

from core.training.method import Method
from core.training.methods import METHODS


def choose_method() -> Method:
    """Ask for a method, and say plainly what it is and what is known of it today."""
    name = next(iter(METHODS))
    if len(METHODS) > 1:
        name = st.selectbox(
            "Method", list(METHODS), key="method", format_func=_title, persist_state="session"
        )
    method = METHODS[name]
    st.info(f"**{method.title}.** {method.about}", icon=":material/science:")
    if method.notice:
        st.warning(method.notice, icon=":material/campaign:")
    return method


def _title(name: str) -> str:
    return METHODS[name].title + (" · costs money" if METHODS[name].paid else "")
