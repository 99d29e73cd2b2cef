"""Pairs: find any pair of the project, read it with all that happened to it, act on one or on many."""

import streamlit as st

from app.ui.pairs.page import pairs

st.title("Pairs")
pairs()
