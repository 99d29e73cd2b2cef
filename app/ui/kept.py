"""What the person who is there has kept for themselves, read once a session rather than with every answer.

Another window of theirs may change it meanwhile. This one shows that when it is opened anew, and loses
nothing of it: a write reads what is on record.
"""

from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from core.access import preferences_of


def kept_preferences() -> dict[str, Any]:
    """What they have kept, by name."""
    state, name = st.session_state, _name()
    if name not in state:
        state[name] = ask(preferences_of, person().id)
    return dict(state[name])


def read_preferences_again() -> None:
    """Have the next look read what is on record: it was just changed here."""
    st.session_state.pop(_name(), None)


def _name() -> str:
    return f"kept_preferences_{person().id}"
