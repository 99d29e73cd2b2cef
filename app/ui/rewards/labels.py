"""What a reward is for, and which one the rewards page shows next."""

import streamlit as st

CHOSEN = "chosen_reward"
NEXT = "next_reward"
"""The reward to show from the next rerun on: a widget's own value cannot be set once it is drawn."""


WHAT_FOR = (
    "A reward says how good an answer is, as a number between -1 and 1; a model that is tuned by "
    "reinforcement learns to earn more of it."
)


def show_next(reward_id: int) -> None:
    """Show this reward from the next rerun on."""
    st.session_state[NEXT] = reward_id
