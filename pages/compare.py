"""Compare: base and tuned answers to the same prompts, blind, and the win rate once unblinded."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.compare import choose_comparisons, compare, results_of, warn_about
from core.review import review_progress

st.title("Compare")
chosen = choose_comparisons()
if chosen is not None:
    warn_about(chosen)
if chosen is not None and ask(review_progress, chosen, person().id or 0).unblinded:
    results_of(chosen)
elif chosen is not None:
    compare(chosen)
