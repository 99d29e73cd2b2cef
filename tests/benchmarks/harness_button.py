"""The plain way to label in Streamlit, to compare with: two buttons with shortcuts in a fragment."""

import streamlit as st

POST = "A post of about two hundred and fifty words, of which each has five letters or so. " * 15
CANDIDATE = "A candidate of about sixty words, of which each has five letters or so. " * 4


def choose() -> None:
    """Go on to the next pair."""
    st.session_state.number = st.session_state.get("number", 0) + 1


@st.fragment
def labeller() -> None:
    """Show one pair, its number first."""
    number = st.session_state.get("number", 0)
    post, candidates = st.columns([3, 2])
    post.text(f"[{number}] {POST}")
    for side in ("1", "2"):
        candidates.text(CANDIDATE)
        candidates.button(f"Choose {side}", shortcut=side, on_click=choose)


st.set_page_config(page_title="Buttons", layout="wide")
labeller()
