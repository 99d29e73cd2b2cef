"""Keep the picked name in a cookie, so that a reload finds it again."""

from importlib.resources import files

import streamlit as st

from app.ui.access import COOKIE

_REMEMBER = st.components.v2.component(
    "remember_person", js=(files(__package__) / "remember.js").read_text(encoding="utf-8")
)


def remember_person(person_id: int | None) -> None:
    """Set the cookie to this person, or remove it."""
    _REMEMBER(key="remember_person", data={"cookie": COOKIE, "person": person_id}, height=0)
