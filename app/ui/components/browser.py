"""What Streamlit lacks in the browser: cookies for the next visit, and keys that spare selected text."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.ui.components.assembly import FRONTEND

_REMEMBER = st.components.v2.component("remember", js=(FRONTEND / "remember.js").read_text(encoding="utf-8"))
_SELECTED_TEXT = st.components.v2.component(
    "selected_text",
    html='<p role="status"></p>',
    css="p { margin: 0; color: var(--st-primary-color); }",
    js=(FRONTEND / "selected_text.js").read_text(encoding="utf-8"),
)


def remember(numbers: Mapping[str, int | None]) -> None:
    """Set each cookie to its number, or remove it: a reload finds the picked name and project again."""
    _REMEMBER(key="remember", data={"cookies": dict(numbers)}, height=0)


def spare_selected_text(keys: Sequence[str], *, key: str) -> None:
    """Keep these shortcuts of the page's buttons from them while text is selected, and say so here."""
    _SELECTED_TEXT(key=key, data={"keys": [one.lower() for one in keys]})
