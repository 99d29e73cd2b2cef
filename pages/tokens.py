"""Your tokens: what programs show that work in your name."""

import streamlit as st

from app.ui.tokens import made_now, make_form, standing_tokens

st.title("Tokens")
made_now()
standing_tokens()
make_form()
