"""Buttons' keys are not taken while text is selected, as on the label page: they are meant for the text."""

from collections.abc import Sequence
from importlib.resources import files

import streamlit as st

_SELECTED_TEXT = st.components.v2.component(
    "selected_text",
    html='<p role="status"></p>',
    css="p { margin: 0; color: var(--st-primary-color); }",
    js=(files(__package__) / "selected_text.js").read_text(encoding="utf-8"),
)


def spare_selected_text(keys: Sequence[str], *, key: str) -> None:
    """Keep these shortcuts of the page's buttons from them while text is selected, and say so here."""
    _SELECTED_TEXT(key=key, data={"keys": [one.lower() for one in keys]})
