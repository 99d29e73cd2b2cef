"""Audit log: what was done, by whom and when; to read, to filter and to take along."""

import streamlit as st

from app.ui.audit import audit_log

st.title("Audit log")
audit_log()
