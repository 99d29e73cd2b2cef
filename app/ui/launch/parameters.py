"""Asking for the parameters of a run: presets first, then what matters most, then the rest."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.ui.launch.fields import from_widget, to_widget
from app.ui.launch.form import BY_EPOCHS, BY_STEPS, Form, draw_parameter
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.training.method import Method

DEFAULTS, OWN = "Defaults", "Own values"
MANY = 8
"""A longer form is parted; what few methods need is behind "More parameters"."""

OTHERS = "More parameters"
"""The heading of those that name no group of their own."""


def ask_parameters(project: ProjectView, method: Method, inputs: dict[str, DatasetView]) -> dict[str, Any]:
    """Ask for every parameter of a method; one that the method's model refuses says why."""
    st.subheader("Parameters")
    form = Form(project, method, inputs)
    form.prepare()
    choose_preset(form)
    if any(one.epochs for one in form.parameters.values()):
        _ask_unit(form)
    errors = form.errors()
    first, more = parted(form)
    for name in first:
        draw_parameter(form, name, errors.get(name, ""))
    for heading, names in more.items():
        place = form.key("more" if heading == OTHERS else f"more {heading}", "form")
        with st.expander(heading, icon=":material/tune:", key=place):
            for name in names:
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


def parted(form: Form) -> tuple[list[str], dict[str, list[str]]]:
    """The form's parameters: what matters first, and the rest by heading; a short form is not parted.

    What must be given, and what a preset sets, matters too.
    """
    if len(form.fields) <= MANY:
        return list(form.fields), {}
    defaults = form.defaults
    preset = {
        name
        for values in form.method.presets(form.inputs).values()
        for name, value in values.items()
        if value != defaults[name]
    }
    first: list[str] = []
    more: dict[str, list[str]] = {}
    for name, parameter in form.parameters.items():
        if parameter.prominent or name in preset or form.fields[name].is_required():
            first.append(name)
        else:
            more.setdefault(parameter.group or OTHERS, []).append(name)
    return first, more


def choose_preset(form: Form) -> None:
    """Offer the presets, if there are any; what is shown as chosen is always what the form holds."""
    if not (known := form.method.presets(form.inputs)):
        return
    offered = {DEFAULTS: form.defaults, **known}
    key = form.key("preset", "form")
    shown = _held(form, offered, st.session_state.get(key))
    st.session_state[key] = shown
    st.selectbox(
        "Preset",
        [*offered, OWN] if shown == OWN else list(offered),
        key=key,
        help="Fills the form in. Afterwards everything can still be changed.",
        on_change=lambda: form.fill(offered.get(st.session_state[key], {})),
    )


def _held(form: Form, offered: Mapping[str, Mapping[str, Any]], last: str | None) -> str:
    """Which of the presets the form holds; the last chosen one where several are alike."""
    values = form.values()
    found = [name for name, preset in offered.items() if _holds(form, values, preset)]
    if last in found:
        return last
    return found[0] if found else OWN


def _holds(form: Form, values: Mapping[str, Any], preset: Mapping[str, Any]) -> bool:
    return all(
        values.get(name) == from_widget(form.fields[name], to_widget(form.fields[name], value))
        for name, value in preset.items()
    )
