"""Puts a component together from the shared parts and its own."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

# One ES module, written as parts that a person can read one at a time: each may use those above it.
PARTS = (
    *("dom", "answers", "queue", "clock", "sender", "heartbeat"),
    *("screen", "status", "flags", "reasons", "panels", "selection", "keys", "attention", "focus"),
    *("workplace", "mounting"),
)
STYLES = ("labeller", "panels", "pair", "actions")

_SHARED = Path(__file__).parent


def assemble(folder: Path, *, html: str, parts: Iterable[str], styles: Iterable[str]) -> ComponentRenderer:
    """Register the component that is named like its folder, which holds the parts and styles of its own."""
    return st.components.v2.component(
        folder.name,
        html=html,
        css=_joined(folder, shared=STYLES, own=styles, kind="css"),
        js=_joined(folder, shared=PARTS, own=parts, kind="js"),
    )


def _joined(folder: Path, *, shared: Iterable[str], own: Iterable[str], kind: str) -> str:
    files = [*(_SHARED / f"{name}.{kind}" for name in shared), *(folder / f"{name}.{kind}" for name in own)]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
