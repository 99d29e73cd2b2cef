"""The Identity-Aware Proxy: it stands before the studio and signs who is there, with every request."""

import streamlit as st

from app.ui.resources import studio
from app.ui.ways.arrivals import ProviderWay
from core.sign_in.providers import HEADER, Claims, keys_at, verify

SIGN_OUT = "/?gcp-iap-mode=CLEAR_LOGIN_COOKIE"
"""The proxy's own address for forgetting who somebody is."""


class Iap(ProviderWay):
    """Whoever the header names that came with this page's socket."""

    def claims(self) -> Claims | None:
        """What the proxy has signed, verified anew; it is believed for as long as a socket may be open."""
        settings = studio().settings
        header = st.context.headers.get(HEADER, "")
        keys = keys_at(settings.iap_keys_url)
        return verify(header, settings.iap_audience, keys, lasting=settings.iap_seconds)

    def keep_alive(self) -> None:
        """The proxy says how long it lets somebody through."""

    def ask_to_sign_in(self) -> None:
        """The proxy has done that before anybody sees a page."""

    def leave_waiting(self) -> None:
        """The proxy forgets them, and Google lets them choose another account."""
        self.leave()

    def leave(self) -> None:
        """Sign out."""
        st.link_button(
            "Sign out", studio().settings.url + SIGN_OUT, icon=":material/logout:", type="tertiary"
        )


WAY = Iap()
