"""Asking for the parameters of a run: presets first, then what matters most, then the rest."""

from typing import Any

import streamlit as st

from app.ui.launch.form import BY_EPOCHS, BY_STEPS, Form, draw_parameter
from app.ui.launch.presets import choose_preset, known_presets
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.training.method import Method

MANY = 8
"""A longer form is parted; what few methods need is behind "More parameters"."""

MATTERING = frozenset(
    {
        "reward_model_train_steps",
        "reinforcement_learning_train_steps",
        "reinforcement_learning_rate_multiplier",
        "kl_coeff",
        "instruction",
        "location",
        "accelerator_type",
    }
)


def ask_parameters(project: ProjectView, method: Method, inputs: dict[str, DatasetView]) -> dict[str, Any]:
    """Ask for every parameter of a method; one that the method's model refuses says why."""
    st.subheader("Parameters")
    form = Form(project, method, inputs)
    form.prepare()
    choose_preset(form)
    if form.in_steps:
        _ask_unit(form)
    errors = form.errors()
    first, more = parted(form)
    for name in first:
        draw_parameter(form, name, errors.get(name, ""))
    if more:
        with st.expander("More parameters", icon=":material/tune:", key=form.key("more", "form")):
            for name in more:
                draw_parameter(form, name, errors.get(name, ""))
    return form.values()


def _ask_unit(form: Form) -> None:
    st.session_state.setdefault(form.unit_key, BY_STEPS)
    st.segmented_control(
        "Training length in",
        [BY_STEPS, BY_EPOCHS],
        key=form.unit_key,
        required=True,
        persist_state="session",
        on_change=form.convert,
    )


def parted(form: Form) -> tuple[list[str], list[str]]:
    """The form's parameters, what matters first and the rest; a short form is not parted."""
    if len(form.fields) <= MANY:
        return list(form.fields), []
    defaults = form.defaults
    preset = {
        name
        for values in known_presets(form).values()
        for name, value in values.items()
        if value != defaults[name]
    }
    needed = {name for name, field in form.fields.items() if field.is_required()}
    first = [name for name in form.fields if name in MATTERING | preset | needed]
    return first, [name for name in form.fields if name not in first]
