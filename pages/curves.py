"""Curves: whether a run learned, followed live; also for logs that no run of ours made."""

import streamlit as st

from app.ui.actions import ask
from app.ui.compare.beside_curves import show_beside_curves
from app.ui.curves import show_curves
from app.ui.state import project
from core.training.runs import list_runs

st.title("Curves")
show_curves(ask(list_runs, project().id))
show_beside_curves()
