"""OpenID Connect as Streamlit serves it: what it is told of the provider, and what it leaves out."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.settings import Settings
from core.sign_in_settings import SignIn

CALLBACK = "/oauth2callback"
LOGIN = "/auth/login"
BAD_REQUEST = 400
NOT_REACHED = (
    "The studio could not reach the provider of your account, or the provider did not know the studio, so "
    "nobody can sign in now. Try again in a minute; whoever runs the studio finds the reason in its output, "
    "and checks PREFSTUDIO_OIDC_METADATA_URL."
)


def cookie_secret(settings: Settings) -> str:
    """What sign-ins are signed with: the same on every replica, another one with another client secret."""
    key = settings.oidc_client_secret.get_secret_value().encode()
    return hmac.new(key, f"prefstudio cookies {settings.oidc_client_id}".encode(), sha256).hexdigest()


def streamlit_secrets(settings: Settings) -> dict[str, Any]:
    """What Streamlit would read from ``secrets.toml``; it is written nowhere."""
    if settings.sign_in is not SignIn.OIDC:
        return {}
    return {
        "auth": {
            "redirect_uri": settings.url + CALLBACK,
            "cookie_secret": cookie_secret(settings),
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


class StreamlitSignIn:
    """Middleware: over TLS, Streamlit's cookies travel over TLS only; its failure becomes a sentence."""

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and mend the answer."""
        if scope["type"] != "http" or self.settings().sign_in is not SignIn.OIDC:
            await self.app(scope, receive, send)
            return
        failed = False

        async def send_mended(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = scope["path"] == LOGIN and message["status"] == BAD_REQUEST
                headers = MutableHeaders(scope=message)
                if self.settings().is_https:
                    _only_over_tls(headers)
                if failed:
                    message["status"] = 502
                    headers["content-length"] = str(len(NOT_REACHED.encode()))
            elif failed:
                message = {**message, "body": NOT_REACHED.encode()}
            await send(message)

        await self.app(scope, receive, send_mended)


def _only_over_tls(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        has_it = any(part.strip().lower() == "secure" for part in cookie.split(";"))
        headers.append("set-cookie", cookie if has_it else f"{cookie}; Secure")
