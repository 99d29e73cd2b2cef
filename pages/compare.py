"""Compare: models' answers to the same prompts, judged blind in reviews, and what these come to."""

import streamlit as st

from app.ui.compare import choose_review, judge

st.title("Compare")
chosen = choose_review()
if chosen is not None:
    judge(chosen)
