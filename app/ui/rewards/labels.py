"""Which reward the rewards page shows next."""

import streamlit as st

CHOSEN = "chosen_reward"
NEXT = "next_reward"
"""The reward to show from the next rerun on: a widget's own value cannot be set once it is drawn."""


def show_next(reward_id: int) -> None:
    """Show this reward from the next rerun on."""
    st.session_state[NEXT] = reward_id
