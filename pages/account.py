"""Your account: where you are signed in, and your password."""

import streamlit as st

from app.ui.account import change_password, sessions

st.title("Your account")
sessions()
change_password()
