"""Answer those whom the studio is for: this machine, or whoever comes under its public address."""

import os
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.errors import InvalidInput
from core.sign_in_settings import SignInSettings, is_loopback

WHY = (
    "A name is all it takes to be somebody here (PREFSTUDIO_SIGN_IN is local), so anyone who reaches the "
    "studio can act as anyone. It therefore listens on loopback only: use 127.0.0.1, ::1 or localhost, "
    "or set another way to sign in."
)
ELSEWHERE = (
    "The studio does not answer under this name. Use its address; whoever runs it finds it in "
    "PREFSTUDIO_URL, and a proxy in front must pass the header Host on as it came."
)
BELIEVED = "FORWARDED_ALLOW_IPS"
"""What uvicorn reads: whose X-Forwarded-For and X-Forwarded-Proto count."""
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by whatever keeps servers alive, under names of its own; the answers tell nothing of anybody."""

ORIGIN = re.compile(r"(https?)://((?:[^\s/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?)")
USUAL_PORTS = {"http": "80", "ws": "80", "https": "443", "wss": "443"}


def refuse_open_address(settings: SignInSettings) -> None:
    """Refuse to let a name be enough on an address that others can reach, however the server was started.

    Raises:
        InvalidInput: Streamlit was told to listen on another address.
    """
    address = st.get_option("server.address")
    if settings.is_local and (not address or not is_loopback(address)):
        raise InvalidInput(f"The server was started on {address or 'all addresses'}. {WHY}")


def refuse_other_proxies(settings: SignInSettings) -> None:
    """Refuse to believe of a client what anybody but the proxies in the settings says of it.

    Raises:
        InvalidInput: Uvicorn was told to believe others, or was not told whom.
    """
    if not settings.is_local and os.environ.get(BELIEVED) != settings.believed:
        raise InvalidInput(
            f"The server would take where requests come from on trust from others than PREFSTUDIO_PROXIES "
            f"({BELIEVED} is {os.environ.get(BELIEVED, 'not set')}). Start it with `prefstudio serve`."
        )


class Guard:
    """Middleware that answers under the studio's own names only, and sockets only of its own pages.

    Where people sign in locally those are the loopback names, and only this machine is answered. The name is
    asked for because a web page elsewhere could reach the studio through a name of its own that points here;
    the origin of sockets, because browsers let any page open one.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], SignInSettings]) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for the studio, refuse the rest."""
        if scope["type"] == "websocket":
            if not (self._is_ours(scope) and self._of_our_page(scope)):
                await send({"type": "websocket.close", "code": 1008})
                return
            scope = _with_plain_origin(scope)
        elif scope["type"] == "http" and not self._is_ours(scope):
            sentence = WHY if self.settings().is_local else ELSEWHERE
            await PlainTextResponse(sentence, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        settings = self.settings()
        if settings.is_local:
            return _from_here(scope)
        if scope["type"] == "http" and scope["path"] in PROBES:
            return True
        return same_host(Headers(scope=scope).get("host", ""), settings.url)

    def _of_our_page(self, scope: Scope) -> bool:
        """Whether every origin that is named is ours; programs name none, only browsers do."""
        headers, settings = Headers(scope=scope), self.settings()
        if not settings.is_local:
            return all(same_origin(one, settings.url) for one in headers.getlist("origin"))
        asked = _with_port(headers.get("host", "").lower(), scope.get("scheme", "ws"))
        return all(_host_of_origin(one) == asked for one in headers.getlist("origin"))


def same_host(asked: str, url: str) -> bool:
    """Whether the host that a request asks, with or without the usual port, is that of this address."""
    scheme, _, host = url.partition("://")
    return _with_port(asked.lower(), scheme) == _with_port(host, scheme)


def same_origin(origin: str, url: str) -> bool:
    """Whether an origin as a browser writes it is that of this address."""
    scheme, _, host = url.partition("://")
    return origin.lower().startswith(f"{scheme}://") and _host_of_origin(origin) == _with_port(host, scheme)


def _from_here(scope: Scope) -> bool:
    client = scope.get("client")
    return (client is None or is_loopback(client[0])) and is_loopback(_host(scope))


def _host(scope: Scope) -> str:
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:  # such as a bracket that is never closed
        return ""


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
