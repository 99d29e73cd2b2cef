"""The one studio of this server process, shared by all sessions, and what its logs held."""

import streamlit as st

from core.services import Studio, open_studio
from core.settings import load_settings


@st.cache_resource(show_spinner=False)
def studio() -> Studio:
    """Open the studio once a process."""
    return open_studio(load_settings())
