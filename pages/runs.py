"""Runs: what is going on, what has run, and one run in detail."""

import streamlit as st

from app.ui.actions import ask
from app.ui.runs import choose_run, no_runs, watch_run
from app.ui.state import project
from core.training import list_runs

st.title("Runs")
runs = ask(list_runs, project().id)
if runs:
    watch_run(choose_run(runs))
else:
    no_runs()
