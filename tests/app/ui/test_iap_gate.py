"""The gate behind the Identity-Aware Proxy: requests, sockets, and how long a socket lasts."""

import asyncio
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from app.ui.iap_gate import IapGate
from core.sign_in.providers import HEADER, published
from tests.doubles.iap import AUDIENCE, Proxy, proxy_running

Headers = list[tuple[str, str]]


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with proxy_running() as running:
        yield running


async def inside(scope: Any, receive: Any, send: Any) -> None:
    """A page that answers, and a socket that gives back what it is sent until its end."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})
        return
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "text": message["text"]})
    with pytest.raises(OSError, match="ended"):
        await send({"type": "websocket.send", "text": "too late"})


def ask(
    proxy: Proxy,
    headers: Headers,
    *,
    kind: str = "http",
    path: str = "/",
    behind: bool = True,
    seconds: float = 3600,
    said: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """Send a request, or open a socket and say something, through the gate: all that is answered."""
    settings = SimpleNamespace(
        is_behind_iap=behind, iap_audience=AUDIENCE, iap_keys_url=proxy.url, iap_seconds=seconds
    )
    answers: list[dict[str, Any]] = []
    saying = iter(said)

    async def receive() -> dict[str, Any]:
        text = next(saying, None)
        if text is None:
            await asyncio.sleep(60)
        return {"type": "websocket.receive", "text": text}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": kind, "path": path, "headers": raw, "method": "GET"}
    asyncio.run(IapGate(inside, lambda: settings)(scope, receive, send))
    return answers


def text_of(answers: list[dict[str, Any]]) -> str:
    return b"".join(one.get("body", b"") for one in answers).decode()


def test_a_signed_request_passes(proxy: Proxy) -> None:
    for _ in range(2):  # with keys to fetch and with keys at hand
        assert text_of(ask(proxy, [(HEADER, proxy.sign())])) == "inside"


UNSIGNED = ["missing", "expired", "twice", "another header"]


@pytest.mark.parametrize("case", UNSIGNED)
def test_the_rest_does_not(proxy: Proxy, case: str) -> None:
    """Neither a request nor a socket; headers that are not signed say nothing."""
    headers = {
        "missing": [("x-goog-authenticated-user-email", "accounts.google.com:ada@example.org")],
        "expired": [(HEADER, proxy.sign(iat=int(time.time()) - 900, exp=int(time.time()) - 300))],
        "twice": [(HEADER, proxy.sign()), (HEADER, proxy.sign())],
        "another header": [("x-goog-iap-jwt", proxy.sign())],
    }[case]
    answers = ask(proxy, headers)
    assert answers[0]["status"] == 403
    assert "Identity-Aware Proxy" in text_of(answers)
    assert ask(proxy, headers, kind="websocket") == [{"type": "websocket.close", "code": 1008}]


def test_probes_pass_and_nothing_beside_them(proxy: Proxy) -> None:
    """Google's health checks do not come through the proxy."""
    assert text_of(ask(proxy, [], path="/healthz")) == text_of(ask(proxy, [], path="/readyz")) == "inside"
    for path in ("/healthz/", "//healthz", "/healthz/../", "/_stcore/health", "/_stcore/metrics"):
        assert ask(proxy, [], path=path)[0]["status"] == 403
    assert ask(proxy, [], path="/healthz", kind="websocket")[0]["code"] == 1008


def test_without_keys_the_studio_is_unavailable(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "PAUSE_SECONDS", 0.0)
    proxy.failing = 1000
    answers = ask(proxy, [(HEADER, proxy.sign())])
    assert answers[0]["status"] == 503
    assert proxy.url in text_of(answers)


def test_a_socket_is_closed_after_a_while(proxy: Proxy) -> None:
    """So that the page comes back through the proxy, which then says whether it still may."""
    signed = [(HEADER, proxy.sign(iat=int(time.time()) - 60))]
    answers = ask(proxy, signed, kind="websocket", seconds=60.9, said=("a label",))
    assert answers == [
        {"type": "websocket.accept"},
        {"type": "websocket.send", "text": "a label"},
        {"type": "websocket.close", "code": 1001},
    ]


def test_where_no_proxy_is_set_nothing_is_asked(proxy: Proxy) -> None:
    assert text_of(ask(proxy, [], behind=False)) == "inside"
    assert proxy.asked == 0
