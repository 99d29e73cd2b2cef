"""Keep the picked name and project in cookies, so that a reload finds them again."""

from collections.abc import Mapping
from importlib.resources import files

import streamlit as st

_REMEMBER = st.components.v2.component(
    "remember", js=(files(__package__) / "remember.js").read_text(encoding="utf-8")
)


def remember(numbers: Mapping[str, int | None]) -> None:
    """Set each cookie to its number, or remove it."""
    _REMEMBER(key="remember", data={"cookies": dict(numbers)}, height=0)
