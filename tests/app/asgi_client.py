"""Asks an ASGI app one question, in this process and without a socket."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp

HERE = ("127.0.0.1", 50_000)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    app: ASGIApp,
    address: str = "http://studio.example.org/",
    *,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] | dict[str, str] = (),
    body: bytes = b"",
    client: tuple[str, int] | None = HERE,
) -> Answer:
    """Send one request; the host of the address counts unless a header names another."""
    url = urlsplit(address)
    given = list(headers.items() if isinstance(headers, dict) else headers)
    if "host" not in {name for name, _ in given}:
        given.append(("host", url.netloc))
    scope = {
        "type": "http",
        "method": method,
        "scheme": url.scheme,
        "path": url.path,
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given],
        "client": client,
        "server": (url.hostname, url.port),
        "root_path": "",
    }
    messages: list[Any] = []

    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if not parts:
            await asyncio.Event().wait()  # it stays on the line until it has its answer
        return parts.pop()

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(app(scope, receive, send))
    start, *rest = messages
    return Answer(
        start["status"], Headers(raw=start["headers"]), b"".join(one.get("body", b"") for one in rest)
    )
