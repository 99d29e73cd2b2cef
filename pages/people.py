"""People: who is here in which role, and what was done last."""

import streamlit as st

from app.ui.actions import ask
from app.ui.people import audit_table, change_roles, merge_names, waiting_accounts
from core.access import list_people, recent_actions
from core.merge_people import people_to_merge

st.title("People")
waiting_accounts()
change_roles(ask(list_people))
merge_names(ask(people_to_merge))
audit_table(ask(recent_actions, limit=100))
