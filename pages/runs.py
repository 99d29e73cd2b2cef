"""Runs: what is going on, what has run, and one run in detail."""

import streamlit as st

from app.ui.actions import ask
from app.ui.runs.cleaning import offer_clean_up
from app.ui.runs.labels import pick_run, run_label
from app.ui.runs.run_list import keep_list_fresh, no_runs, show_list
from app.ui.runs.starting import offer_adoption, offer_again
from app.ui.runs.trying import offer_trying
from app.ui.runs.watching import offer_differences, watch_run
from app.ui.state import project
from core.training.runs import list_runs

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title("Runs")
    offer_adoption(project())
runs = ask(list_runs, project().id)
if runs:
    keep_list_fresh(runs)
    shown = show_list(runs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run = pick_run(shown)
        offer_again(project(), run)
    watch_run(run, {one.id: run_label(one) for one in runs})
    offer_trying(run)
    offer_differences(run, runs)
    offer_clean_up(run, runs)
else:
    no_runs()
