"""Launch: choose a method and frozen sets, see what was checked and what it may cost, start the run."""

import streamlit as st

from app.ui.launch.inputs import choose_inputs, choose_method
from app.ui.launch.parameters import ask_parameters
from app.ui.launch.review import review, show_specification
from app.ui.launch.start import ask_name, go_to_launched
from app.ui.state import project
from core.training.method import LaunchRequest

go_to_launched(project())
st.title("Launch a run")
method = choose_method()
left, right = st.columns(2, gap="medium")
with left:
    inputs = choose_inputs(project(), method)
    name = ask_name()
with right:
    values = ask_parameters(project(), method, inputs)
with left:
    sets = {role: one.id for role, one in inputs.items()}
    checked = review(project(), LaunchRequest(method.name, sets, values, name))
with right:
    show_specification(checked)
