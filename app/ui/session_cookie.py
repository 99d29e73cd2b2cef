"""The cookie of a session: no script reads it, no other site sends it, no network sees it in plain text."""

from collections.abc import Mapping

import streamlit as st
from starlette.responses import Response

from core.sign_in_settings import SignInSettings

NAME = "prefstudio_session"
OUTSIDE = "prefstudio_outside"
"""That of outside annotators, whatever the studio's way to sign in is; it stands beside the other."""


def cookie_name(settings: SignInSettings, name: str = NAME) -> str:
    """Its name; over TLS a browser itself holds a cookie called so to this host, this path and TLS."""
    return f"__Host-{name}" if settings.is_https else name


def set_session(response: Response, settings: SignInSettings, token: str, name: str = NAME) -> None:
    """Let the browser keep the token as long as the session can last; a test holds each of these words."""
    response.set_cookie(
        cookie_name(settings, name),
        token,
        max_age=round(settings.session_days * 86_400),
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="strict",
    )


def forget_session(response: Response, settings: SignInSettings, name: str = NAME) -> None:
    """Let the browser forget it."""
    response.delete_cookie(
        cookie_name(settings, name), path="/", secure=settings.is_https, httponly=True, samesite="strict"
    )


def token_here(settings: SignInSettings, name: str = NAME) -> str:
    """The token that this browser came with when it opened the page's socket."""
    return token_in(st.context.cookies, settings, name)


def token_in(cookies: Mapping[str, str], settings: SignInSettings, name: str = NAME) -> str:
    """The token among these cookies; an empty text if there is none."""
    kept: object = cookies.get(cookie_name(settings, name), "")
    return kept if isinstance(kept, str) else ""  # where Streamlit tests an app, cookies are no texts
