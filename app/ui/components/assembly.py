"""Puts a component together from the shared parts and its own."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

FRONTEND = Path(__file__).parent / "frontend"
# One ES module, written as parts that a person can read one at a time: each may use those above it.
PARTS = (
    *("dom", "outbox", "queue", "activity", "sender"),
    *("screen", "status", "drafts", "panels", "keymap", "attention", "session"),
)
STYLES = ("labeller", "panels", "pair", "actions")


def assemble(name: str, *, html: str, parts: Iterable[str], styles: Iterable[str]) -> ComponentRenderer:
    """Register the component ``name``, whose own parts and styles are in the folder of that name."""
    return st.components.v2.component(
        name,
        html=html,
        css=_joined(name, shared=STYLES, own=styles, kind="css"),
        js=_joined(name, shared=PARTS, own=parts, kind="js"),
    )


def _joined(name: str, *, shared: Iterable[str], own: Iterable[str], kind: str) -> str:
    files = [*(f"shared/{one}.{kind}" for one in shared), *(f"{name}/{one}.{kind}" for one in own)]
    return "\n".join((FRONTEND / file).read_text(encoding="utf-8") for file in files)
