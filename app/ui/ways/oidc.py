"""OpenID Connect: a provider says who is there, and Streamlit keeps its word in a signed cookie."""

import time
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.ways.arrivals import ProviderWay
from core.access import PersonView
from core.sign_in.providers import Claims, keep_alive, sign_out, sign_out_everywhere

SEEN = "provider_session_seen"
SEEN_EVERY_S: Final = 60.0


class Oidc(ProviderWay):
    """Whoever the cookie names, while the sign-in it came with goes on."""

    def claims(self) -> Claims | None:
        """What the cookie says; Streamlit has verified that it is its own, and of this address."""
        user = st.user.to_dict()
        return Claims.of(user) if user.get("is_logged_in") else None

    def keep_alive(self) -> None:
        """The sign-in is in use; written at most once a minute."""
        seen, moment = st.session_state.get(SEEN, 0.0), time.monotonic()
        claims = self.claims()
        if claims is None or (seen and moment - seen < SEEN_EVERY_S):
            return
        st.session_state[SEEN] = moment
        if seen:
            with studio().db.write(alone=False) as session:
                keep_alive(session, claims)

    def ask_to_sign_in(self) -> None:
        """One button."""
        st.button("Sign in", key="sign_in", icon=":material/login:", type="primary", on_click=st.login)
        host = urlsplit(studio().settings.oidc_metadata_url).hostname or ""
        st.caption(f"You sign in with your account at {plain(host)}; the studio sees no password.")

    def leave_waiting(self) -> None:
        """The provider lets one choose another account."""
        with st.container(horizontal=True):
            st.button(
                "Sign in with another account",
                key="sign_in",
                icon=":material/switch_account:",
                on_click=st.login,
            )
            st.button("Sign out", key="sign_out", icon=":material/logout:", on_click=_sign_out)

    def leave(self) -> None:
        """Sign out here, or wherever this person is signed in."""
        with st.popover("Sign out", icon=":material/logout:", type="tertiary"):
            st.button("Here", key="sign_out", on_click=_sign_out, width="stretch")
            st.button(
                "Everywhere",
                key="sign_out_everywhere",
                help="Your tokens for programs end as well.",
                on_click=_sign_out_everywhere,
                width="stretch",
            )


WAY = Oidc()


def _sign_out() -> None:
    claims = WAY.claims()

    def end() -> bool:
        with studio().db.write() as session:
            if claims is not None:
                sign_out(session, claims)
        return True

    if attempt(end):
        st.logout()


def _sign_out_everywhere() -> None:
    def end() -> bool:
        with studio().db.write() as session:
            found = WAY.find(session)
            if isinstance(found, PersonView):
                sign_out_everywhere(session, found.id)
        return True

    if attempt(end):
        st.logout()
