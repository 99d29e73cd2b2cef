"""The foot of the sidebar: who is here, and how to change that."""

import streamlit as st

from app.ui.access import pick
from app.ui.actions import plain
from app.ui.state import has_project, project
from core.access import PersonView


def who_is_here(person: PersonView) -> None:
    """Show the person, the role, and a way out."""
    with st.sidebar:
        if has_project() and project().is_sample:
            st.badge("Sample data", icon=":material/science:", color="orange")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(person.name)} · :gray[{person.role.value}]")
            st.button(
                "Change person",
                key="sign_out",
                icon=":material/logout:",
                type="tertiary",
                on_click=pick,
                args=(None,),
            )
