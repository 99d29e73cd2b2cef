"""People: who is here in which role, and what was done last."""

import streamlit as st

from app.ui.actions import ask
from app.ui.people import audit_table, change_roles
from core.access import list_people, recent_actions

st.title("People")
change_roles(ask(list_people))
audit_table(ask(recent_actions, limit=100))
