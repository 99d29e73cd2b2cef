"""People: who is here in which role, how others come in, and what was done last."""

import streamlit as st

from app.ui.people import people, waiting_accounts

st.title("People")
waiting_accounts()
people()
