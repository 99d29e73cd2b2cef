"""Presets: well-known settings that fill the form in, and which of them the form holds now."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.ui.launch.fields import from_widget, to_widget
from app.ui.launch.form import Form

DEFAULTS, OWN = "Defaults", "Own values"


def known_presets(form: Form) -> dict[str, dict[str, Any]]:
    """The method's presets for the chosen data sets."""
    return form.method.presets(form.inputs)


def choose_preset(form: Form) -> None:
    """Offer the presets, if there are any; what is shown as chosen is always what the form holds."""
    if not (known := known_presets(form)):
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
