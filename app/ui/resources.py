"""The one studio of this server process, shared by all sessions, and what its logs held."""

from typing import TYPE_CHECKING

import streamlit as st

from core.services import Studio, open_studio
from core.settings import load_settings

if TYPE_CHECKING:
    from core.curves import LogMemory


@st.cache_resource(show_spinner=False)
def studio() -> Studio:
    """Open the studio once a process."""
    return open_studio(load_settings())


@st.cache_resource(show_spinner=False)
def log_memory() -> "LogMemory":
    """What event files held when they were last read."""
    from core.curves import LogMemory  # noqa: PLC0415 - a server starts without numpy

    return LogMemory()
