"""Keep the studio on this machine while it has no passwords."""

from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.errors import InvalidInput
from core.settings import is_loopback

WHY = (
    "The studio has no passwords yet, so anyone who reaches it can act as anyone. It therefore listens on "
    "loopback only: use 127.0.0.1, ::1 or localhost."
)


def refuse_open_address() -> None:
    """Refuse to work on an address that other machines can reach, however the server was started.

    Raises:
        InvalidInput: Streamlit was told to listen on another address.
    """
    address = st.get_option("server.address")
    if not address or not is_loopback(address):
        raise InvalidInput(f"The server was started on {address or 'all addresses'}. {WHY}")


class LoopbackOnly:
    """Middleware that answers only this machine, and only under a loopback name.

    The second part stops a web page elsewhere from reaching the studio through a name of its own that
    points to 127.0.0.1.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from here, refuse the rest."""
        if scope["type"] in {"http", "websocket"} and not _from_here(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse(WHY, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    client = scope.get("client")
    return (client is None or is_loopback(client[0])) and is_loopback(_host(scope))


def _host(scope: Scope) -> str:
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:  # such as a bracket that is never closed
        return ""
