"""Outside: whoever came by a link for outside annotators, whatever the studio's own way to sign in."""

import time
from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from app.ui.resources import studio
from app.ui.session_cookie import OUTSIDE, token_here
from app.ui.ways.way import Found, Waiting, Way
from core.sign_in import Lifetime, note_seen, session_person

IDLE = timedelta(hours=2)
MOST = timedelta(hours=12)
"""So long a session lasts; afterwards the link begins another, in the same browser for the same person."""
SESSION = "outside_session"
NOTED = "outside_session_noted"
NOTE_EVERY_S = 60.0


def lifetime_to_begin() -> Lifetime:
    """How long a new session lasts; how long those of others may rest is the studio's to say."""
    usual = Lifetime.of(studio().settings)
    return Lifetime(usual.idle, min(usual.most, MOST))


class Outside(Way):
    """A session that the link began, in a cookie of its own."""

    def find(self, session: Session) -> Found:
        """Whose session it is; nobody once it is over."""
        settings = studio().settings
        usual = Lifetime.of(settings)
        lasts = Lifetime(min(usual.idle, IDLE), min(usual.most, MOST))
        signed_in = session_person(session, token_here(settings, OUTSIDE), lasts, outside=True)
        st.session_state[SESSION] = signed_in.session_id if signed_in else None
        return signed_in.person if signed_in else None

    def keep_alive(self) -> None:
        """Note it once a minute."""
        number, at = st.session_state.get(SESSION), time.monotonic()
        if number is not None and at - st.session_state.get(NOTED, -NOTE_EVERY_S) >= NOTE_EVERY_S:
            st.session_state[NOTED] = at
            note_seen(studio().db, number)

    def show(self, waiting: Waiting | None) -> None:
        """Say why there is nothing to do here."""
        if waiting is None:
            st.info(
                "Your session is over. What you gave is saved; open your link again to go on.",
                icon=":material/schedule:",
            )
        self.leave()

    def leave(self) -> None:
        """The way out; a page of the server, for no script may touch the cookie."""
        st.html('<a href="/enrol/leave" target="_self" style="color: inherit">Leave</a>')


WAY = Outside()
