"""A run in the launch form: its method, data sets and parameters, to be launched again with changes."""

import streamlit as st

from app.ui.launch.form import Form
from core.labelling import ProjectView
from core.training.methods import get_method
from core.training.runs import RunDetail


def prefill(project: ProjectView, detail: RunDetail) -> None:
    """Fill the launch form in; the page shows it when it is opened next."""
    method = get_method(detail.run.method)
    state = st.session_state
    state["method"], state["run_name"] = method.name, detail.run.name
    for role in method.inputs:
        state[f"input_{project.id}_{role.name}"] = detail.inputs.get(role.name)
    form = Form(project, method, detail.inputs)
    form.prepare()
    form.fill({name: value for name, value in detail.run.parameters.items() if name in form.fields})
