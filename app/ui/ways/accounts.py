"""Accounts: a lead invites by a link, whoever was invited has a password, and a session is a row."""

import streamlit as st
from sqlmodel import Session

from app.ui.access import act
from app.ui.components.account_form import account_form
from app.ui.resources import studio
from app.ui.session_cookie import token_here
from app.ui.ways.way import Found, Waiting, Way
from core.sign_in import (
    SHORTEST,
    Lifetime,
    end_session,
    note_seen,
    session_person,
    sign_out_everywhere,
    without_password,
)

DUE = "session_seen_due"
NOBODY_YET = (
    "Nobody can sign in here yet. Whoever runs the studio makes the first link at its terminal: "
    "prefstudio invite NAME --admin."
)


class Accounts(Way):
    """Whoever has a session."""

    def find(self, session: Session) -> Found:
        """Whose session this browser's cookie names."""
        settings = studio().settings
        found = session_person(session, token_here(settings), Lifetime.of(settings))
        st.session_state[DUE] = found.session_id if found is not None and found.is_due else None
        return None if found is None else found.person

    def keep_alive(self) -> None:
        """The session is in use; written at most once a minute."""
        due = st.session_state.get(DUE)
        if due is not None:
            st.session_state[DUE] = None
            note_seen(studio().db, due)

    def show(self, waiting: Waiting | None) -> None:
        """Ask for name and password, or for those of whoever came by a link."""
        if waiting is not None:
            self.leave()
            return
        nobody_yet = studio().db.ask(without_password)
        account_form("sign-in", shortest=SHORTEST, note=NOBODY_YET if nobody_yet else "")

    def leave(self) -> None:
        """Sign out."""
        st.button("Sign out", key="sign_out", icon=":material/logout:", type="tertiary", on_click=_sign_out)


WAY = Accounts()


def leave_everywhere() -> None:
    """In a callback: end all sessions of whoever is there, this one included."""
    with studio().db.write() as session:
        sign_out_everywhere(session, act(session))
    st.session_state.clear()


def _sign_out() -> None:
    """The row goes, and the cookie that names it is good for nothing; the next sign-in sets another."""
    with studio().db.write() as session:
        end_session(session, token_here(studio().settings))
    st.session_state.clear()
