"""The choice of a method on the launch page."""

import streamlit as st

from core.training.method import Method
from core.training.methods import all_methods, get_method


def choose_method() -> Method:
    """Ask for a method, and say plainly what it is and what is known of it today."""
    name = next(iter(all_methods()))
    if len(all_methods()) > 1:
        name = st.selectbox(
            "Method", list(all_methods()), key="method", format_func=_title, persist_state="session"
        )
    method = get_method(name)
    st.info(f"**{method.title}.** {method.about}", icon=":material/science:")
    if method.notice:
        st.warning(method.notice, icon=":material/campaign:")
    return method


def _title(name: str) -> str:
    return get_method(name).title + (" · costs money" if get_method(name).paid else "")
