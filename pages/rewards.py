"""Rewards: what scores answers, made from people's choices and measured on them; one in detail."""

import streamlit as st

from app.ui.actions import ask
from app.ui.rewards.kept import show_rewards
from app.ui.rewards.making import go_to_made, make_tab, open_tabs
from app.ui.show import when_open
from app.ui.state import may_here, project
from core.access import Action
from core.rewards import list_rewards

go_to_made(project())
st.title("Rewards")
rewards = ask(list_rewards, project().id)
if may_here(Action.MAKE_REWARD):
    kept, making = open_tabs(rewards)
    when_open(kept, show_rewards, rewards)
    when_open(making, make_tab, project())
else:
    show_rewards(rewards)
