"""Rewards: what scores answers, made from people's choices and measured on them; one in detail."""

import streamlit as st

from app.ui.actions import ask
from app.ui.rewards.kept import no_rewards, show_rewards
from app.ui.state import project
from core.rewards import list_rewards

st.title("Rewards")
rewards = ask(list_rewards, project().id)
if rewards:
    show_rewards(rewards)
else:
    no_rewards()
