"""Numbers requests, limits what they bring, and counts and logs those to the studio's own addresses."""

import time
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.logs import begin_request, get_logger
from core.measures import REQUESTS, count

log = get_logger("server")

NUMBER = "x-request-id"
STREAMLITS = "/_stcore/"
"""Below it are Streamlit's own addresses, uploads among them; their limits are in .streamlit/config.toml."""
MOST_BYTES = 64_000
TOO_LARGE = f"The request brings {MOST_BYTES:,} bytes at most here; send less at once."
API = "/api/"
"""Below it are those for programs, which have a gate of their own."""
OURS = frozenset({"app", "asgi"})
"""Where the studio's endpoints are; Streamlit loads our `app.asgi` by its file, as ``asgi``."""
QUIET = frozenset({"alive", "ready", "metrics", "icon"})
"""Endpoints that programs ask every few seconds."""


class Requests:
    """Middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        number = begin_request(Headers(scope=scope).get(NUMBER, ""))
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["request"] = number  # what is shown of an error finds it in the log
        await self._answer(scope, receive, send, number)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, number: str) -> None:
        started = time.perf_counter()
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[NUMBER] = number
            await send(message)

        try:
            await _within_limits(self.app, scope, receive, send_numbered)
        finally:
            _tell(scope, status, time.perf_counter() - started)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    """Count the request and write it down: by the endpoint's name, for an address may hold a secret."""
    endpoint = scope.get("endpoint")
    if str(getattr(endpoint, "__module__", "")).partition(".")[0] not in OURS:
        return
    name = getattr(endpoint, "__name__", type(endpoint).__name__)
    count(REQUESTS, name, str(status))
    tell = log.debug if name in QUIET else log.info
    tell("request_answered endpoint=%s status=%d ms=%d", name, status, round(seconds * 1000))


class _Body:
    """What a request brings, as far as it may."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.announced = _announced(scope)
        self._receive = receive
        self._left = MOST_BYTES

    async def receive(self) -> Message:
        """The next part of it; whoever answers the request turns the exception into an answer."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
        return message


async def _within_limits(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request by the app, or refuse it because it brings too much."""
    body = _Body(scope, receive)
    if STREAMLITS in scope["path"] or scope["path"].startswith(API):
        await app(scope, receive, send)
    elif body.announced > MOST_BYTES:
        refusal = PlainTextResponse(TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        await refusal(scope, receive, send)
    else:
        await app(scope, body.receive, send)


def _announced(scope: Scope) -> int:
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else 0
