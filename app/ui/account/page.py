"""Your account: where you are signed in, and your password."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt
from app.ui.components.account_form import account_form
from app.ui.resources import studio
from app.ui.show import show_table
from app.ui.ways.accounts import leave_everywhere
from app.ui.words import ago
from core.sign_in import SHORTEST, Lifetime, SessionKind, open_sessions

CAME_BY = {
    SessionKind.PASSWORD: "password",
    SessionKind.LINK: "link",
    SessionKind.PROVIDER: "provider",
    SessionKind.OUTSIDE: "link for outside annotators",
}


def sessions() -> None:
    """Where one is signed in, and a way out of all of it."""
    st.subheader("Where you are signed in", anchor=False)
    show_sessions(person().id or 0)
    settings = studio().settings
    st.caption(
        f"A session ends after {settings.session_idle_hours:g} hours without anything done in it, "
        f"and after {settings.session_days:g} days in any case."
    )
    st.button(
        "Sign out everywhere",
        key="sign_out_everywhere",
        icon=":material/logout:",
        help="Here too; your tokens for programs end as well.",
        on_click=lambda: attempt(leave_everywhere),
    )


def change_password() -> None:
    """A form for another password."""
    account_form("change", shortest=SHORTEST)


def show_sessions(person_id: int) -> None:
    """The open sessions of a person."""
    rows = [
        (one.browser or "–", ago(one.created_at), ago(one.last_seen), CAME_BY[one.kind])
        for one in ask(open_sessions, person_id, Lifetime.of(studio().settings))
    ]
    columns = ["Browser", "Since", "Last used", "Signed in by"]
    show_table(rows, columns, alt="Open sessions, the latest use first")
