"""The gate behind Google's Identity-Aware Proxy: nothing passes that the proxy has not signed."""

import time
from collections.abc import Callable

import anyio
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.guard import PROBES
from core.errors import StudioError, Unavailable
from core.measures import SIGN_INS, count
from core.settings import Settings
from core.sign_in.providers import HEADER, Claims, key_named, keys_at, verify

ENDED = 1001
REFUSED = 1008
waiting_for_keys = anyio.CapacityLimiter(4)
"""Who waits for keys takes no thread that pages need."""


class IapGate:
    """Middleware that passes on what the proxy has signed for this studio, where a proxy is set at all.

    A socket is signed for once, with its handshake, and the proxy never looks at it again: access that was
    taken away would stay as long as a page stays open. So it is closed after a while; the page connects again
    by itself, through the proxy, and goes on where it was.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is signed, refuse the rest."""
        if scope["type"] not in {"http", "websocket"} or not self.settings().is_behind_iap:
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"] in PROBES:  # Google's own do not come through the proxy
            await self.app(scope, receive, send)
            return
        try:
            claims = await _verified(scope, self.settings())
        except StudioError as error:
            count(SIGN_INS, "iap", "refused")
            await _refuse(error, scope, receive, send)
            return
        if scope["type"] == "websocket":
            ends_at = claims.issued_at.timestamp() + self.settings().iap_seconds
            socket = _BoundedSocket(receive, send, seconds=ends_at - time.time())
            await self.app(scope, socket.receive, socket.send)
        else:
            await self.app(scope, receive, send)


async def _verified(scope: Scope, settings: Settings) -> Claims:
    given = Headers(scope=scope).getlist(HEADER)
    assertion = given[0] if len(given) == 1 else ""
    keys = keys_at(settings.iap_keys_url)
    if keys.at_hand(key_named(assertion)):
        return verify(assertion, settings.iap_audience, keys)
    return await anyio.to_thread.run_sync(
        verify, assertion, settings.iap_audience, keys, limiter=waiting_for_keys
    )


async def _refuse(error: StudioError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED})
        return
    status = 503 if isinstance(error, Unavailable) else 403
    await PlainTextResponse(str(error), status_code=status)(scope, receive, send)


class _BoundedSocket:
    """A socket that ends by itself after so many seconds."""

    def __init__(self, receive: Receive, send: Send, *, seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._ends_at = anyio.current_time() + seconds
        self._ended = False

    async def receive(self) -> Message:
        with anyio.move_on_at(self._ends_at):
            return await self._receive()
        if not self._ended:
            self._ended = True
            await self._send({"type": "websocket.close", "code": ENDED})
        return {"type": "websocket.disconnect", "code": ENDED}

    async def send(self, message: Message) -> None:
        if self._ended:
            msg = "the socket has ended"
            raise OSError(msg)  # what servers raise, and Streamlit expects, where the other side is gone
        await self._send(message)
