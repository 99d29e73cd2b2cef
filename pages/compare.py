"""Compare: base and tuned answers to the same prompts, blind, and the win rate once unblinded."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.comparing import compare, results_of
from app.ui.comparison_choice import choose_comparisons
from app.ui.state import project
from core.review import list_comparison_sets, review_progress
from core.training import list_runs

st.title("Compare")
chosen = choose_comparisons(ask(list_comparison_sets, project().id), ask(list_runs, project().id))
if chosen is not None and ask(review_progress, chosen, person().id or 0).unblinded:
    results_of(chosen)
elif chosen is not None:
    compare(chosen)
