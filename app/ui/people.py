"""The people page's parts."""

import pandas as pd
import streamlit as st

from app.ui.actions import attempt, plain, write
from app.ui.words import ago
from core.access import AuditView, PersonView, Role, change_role


def change_roles(people: list[PersonView]) -> None:
    """Everybody with a role that can be changed; more people add themselves at the sign-in."""
    for one in people:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/person: **{plain(one.name)}**", width=260)
            st.selectbox(
                f"Role of {plain(one.name)}",
                list(Role),
                index=list(Role).index(one.role),
                key=f"role_{one.id}_{one.role.value}",
                label_visibility="collapsed",
                format_func=lambda role: role.value,
                width=200,
                on_change=_change,
                args=(one,),
            )
    st.caption("Others add their name at the sign-in: choose “Change person” in the sidebar.")


def audit_table(entries: list[AuditView]) -> None:
    """What was done last, by whom."""
    st.subheader("What was done last", anchor=False)
    rows = [(ago(one.at), one.person, one.action, one.subject) for one in entries]
    table = pd.DataFrame(rows, columns=["When", "Who", "What", "On what"])
    st.dataframe(table, hide_index=True, alt="The latest actions, newest first")


def _change(one: PersonView) -> None:
    role = Role(st.session_state[f"role_{one.id}_{one.role.value}"])
    attempt(lambda: write(change_role, one.id or 0, role), done=f"{one.name} is now {role.value}.")
