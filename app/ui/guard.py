"""Keep the studio on this machine while it has no passwords."""

import re
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

ORIGIN = re.compile(r"(https?)://((?:[^\s/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?)")
USUAL_PORTS = {"http": "80", "ws": "80", "https": "443", "wss": "443"}


def refuse_open_address() -> None:
    """Refuse to work on an address that other machines can reach, however the server was started.

    Raises:
        InvalidInput: Streamlit was told to listen on another address.
    """
    address = st.get_option("server.address")
    if not address or not is_loopback(address):
        raise InvalidInput(f"The server was started on {address or 'all addresses'}. {WHY}")


class LoopbackOnly:
    """Middleware that answers only this machine, under a loopback name, and sockets only of our own pages.

    The second part stops a web page elsewhere from reaching the studio through a name of its own that
    points to 127.0.0.1; the third one stops pages of other servers on this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from here, refuse the rest."""
        if scope["type"] == "websocket":
            if not (_from_here(scope) and _of_our_page(scope)):
                await send({"type": "websocket.close", "code": 1008})
                return
            scope = _with_plain_origin(scope)
        elif scope["type"] == "http" and not _from_here(scope):
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


def _of_our_page(scope: Scope) -> bool:
    """Whether every origin that is named is the host that is asked; programs name none, only browsers do."""
    headers = Headers(scope=scope)
    asked = _with_port(headers.get("host", "").lower(), scope.get("scheme", "ws"))
    return all(_host_of_origin(one) == asked for one in headers.getlist("origin"))


def _host_of_origin(text: str) -> str:
    """Host and port of an origin as browsers write it; nothing for anything else, such as ``null``."""
    found = ORIGIN.fullmatch(text.lower())
    return _with_port(found[2], found[1]) if found else ""


def _with_port(host: str, scheme: str) -> str:
    """The host with its port, which is left out where it is the usual one."""
    return host if re.search(r":[0-9]+$", host) else f"{host}:{USUAL_PORTS.get(scheme, '')}"


def _with_plain_origin(scope: Scope) -> Scope:
    """The scope with its origin's host spelt as the host that is asked.

    Streamlit compares them letter by letter. Where they differ it looks up this machine's addresses in the
    network, while everybody waits.
    """
    headers = Headers(scope=scope)
    origin, host = headers.get("origin"), headers.get("host", "")
    if origin is None:
        return scope
    plain = f"{origin.partition(':')[0].lower()}://{host}".encode("latin-1")
    others = [(name, value) for name, value in scope["headers"] if name.lower() != b"origin"]
    return {**scope, "headers": [*others, (b"origin", plain)]}
