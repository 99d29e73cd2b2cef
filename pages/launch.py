"""Launch: choose a method and frozen sets, see what was checked, start the run."""

import streamlit as st

from app.ui.launching import choose_inputs, launch_button, show_findings
from app.ui.method_choice import choose_method
from app.ui.parameter_form import ask_parameters
from app.ui.state import project
from core.training import LaunchRequest

st.title("Launch a run")
method = choose_method()
left, right = st.columns(2, gap="medium")
with left:
    chosen = choose_inputs(project(), method)
    name = st.text_input("Name", key="run_name", placeholder="What you want to find out", max_chars=80)
with right:
    values = ask_parameters(project(), method, chosen)
with left:
    request = LaunchRequest(method.name, {role: one.id for role, one in chosen.items()}, values, name)
    button = st.container()
    ready = show_findings(project(), request)
    with button:
        launch_button(project(), request, ready=ready)
