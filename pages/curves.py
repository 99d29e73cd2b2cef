"""Curves: whether a run learned, followed live; also for logs that no run of ours made."""

import streamlit as st

from app.ui.actions import ask
from app.ui.compare.beside_curves import show_beside_curves
from app.ui.curves import choose_logs, watch_curves
from app.ui.state import project
from core.training.runs import list_runs

st.title("Curves")
source = choose_logs(ask(list_runs, project().id))
if source is not None:
    watch_curves(source)
show_beside_curves()
