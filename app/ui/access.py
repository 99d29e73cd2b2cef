"""Who is there: picked once, kept for the session, and found again by a cookie after a reload."""

import streamlit as st

from app.ui.resources import studio
from core.access import PersonView, find_person

COOKIE = "prefstudio_person"
PICKED = "picked_person_id"
PERSON = "current_person"
LONGEST_NUMBER = 10  # digits


def load_person() -> PersonView | None:
    """Find out who is there, at the beginning of a run of the app; None before a name is picked."""
    picked = st.session_state.get(PICKED, cookie_number(COOKIE))
    found = studio().db.ask(find_person, picked) if picked else None
    st.session_state[PERSON] = found
    return found


def person() -> PersonView:
    """Who is there, on a page: pages run only after a name has been picked."""
    found: PersonView = st.session_state[PERSON]
    return found


def pick(person_id: int | None) -> None:
    """Be this person from now on; None signs out."""
    st.session_state[PICKED] = person_id or 0


def cookie_number(name: str) -> int | None:
    """The number that a cookie of ours remembers over a reload, if it is one."""
    value = st.context.cookies.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < LONGEST_NUMBER else None
