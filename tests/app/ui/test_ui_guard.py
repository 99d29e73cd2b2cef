"""The guard where a name is enough: only this machine is answered, and only under a loopback name."""

import asyncio
import socket
from urllib.parse import urlsplit

import pytest
from starlette.datastructures import Headers
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from app.ui.guard import WHY, Guard, refuse_open_address
from core.errors import InvalidInput
from core.sign_in_settings import SignInSettings

HERE = ("127.0.0.1", 50_000)


def ask(
    host: str | None,
    client: tuple[str, int] | None = HERE,
    *,
    kind: str = "http",
    origins: tuple[str, ...] = (),
) -> tuple[bool, list]:
    """Send one request through the guard: whether it was passed on, and what the guard itself answered."""
    passed: list[str] = []
    answered: list[dict] = []

    async def app(scope, receive, send):
        passed.append(scope["type"])
        headers = Headers(scope=scope)
        if kind == "websocket" and (origin := headers.get("origin")) is not None:
            # What Streamlit checks before it looks up addresses.
            assert urlsplit(origin).netloc == headers["host"]
            assert _is_origin_allowed(origin, headers["host"])

    async def send(message):
        answered.append(message)

    async def receive():
        return {"type": f"{kind}.request"}

    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    headers += [(b"origin", one.encode("latin-1")) for one in origins]
    scope = {"type": kind, "client": client, "headers": headers, "method": "GET", "path": "/"}
    asyncio.run(Guard(app, SignInSettings)(scope, receive, send))
    return passed == [kind], answered


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8501",
        "localhost",
        "localhost:8501",
        "LOCALHOST",
        "[::1]",
        "[::1]:8501",
        "127.9.9.9",
    ],
)
@pytest.mark.parametrize("client", [HERE, ("::1", 50_000), None])
def test_this_machine_is_answered(kind, host, client):
    """Under each of its names, with and without a port; a Unix socket has no client."""
    assert ask(host, client, kind=kind) == (True, [])


FOREIGN_NAMES = [
    "example.org",
    "example.org:8501",
    "localhost.example.org",
    "127.0.0.1.example.org",
    "192.168.0.7:8501",
    "0.0.0.0",  # noqa: S104 - refused here
    "[::]",
    "[2001:db8::1]:8501",
    "[::1",
    "",
    None,
]


@pytest.mark.parametrize("host", FOREIGN_NAMES)
def test_another_name_is_refused(host):
    """A web page elsewhere may let a name of its own point to 127.0.0.1."""
    passed, (start, body) = ask(host)
    assert (passed, start["status"], body["body"].decode()) == (False, 403, WHY)


@pytest.mark.parametrize("host", FOREIGN_NAMES)
def test_another_name_gets_no_websocket(host):
    """The socket is closed before it is accepted."""
    assert ask(host, kind="websocket") == (False, [{"type": "websocket.close", "code": 1008}])


@pytest.mark.parametrize("address", ["192.168.0.7", "10.0.0.1", "2001:db8::1", "fe80::1", "testclient"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_another_machine_is_refused(address, kind):
    """Even under a loopback name."""
    passed, answered = ask("127.0.0.1:8501", (address, 50_000), kind=kind)
    assert not passed
    assert answered


@pytest.fixture
def nobody_looks_anything_up(monkeypatch):
    """A lookup, or a socket that finds out this machine's address, would hold everybody up."""

    def refuse(*_args, **_kwargs):
        msg = "an address was looked up"
        raise AssertionError(msg)

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


OUR_PAGES = [
    ("127.0.0.1:8501", "http://127.0.0.1:8501"),
    ("localhost:9000", "http://localhost:9000"),
    ("LocalHost:8501", "http://localhost:8501"),
    ("localhost:8501", "HTTP://LOCALHOST:8501"),
    ("[::1]:8501", "http://[::1]:8501"),
    ("127.9.9.9:8501", "http://127.9.9.9:8501"),
    ("localhost", "http://localhost"),
    ("localhost:80", "http://localhost"),
    ("localhost", "http://localhost:80"),
    ("localhost:443", "https://localhost"),
    ("localhost:8443", "https://localhost:8443"),
]


@pytest.mark.parametrize(("host", "origin"), OUR_PAGES)
def test_our_own_page_gets_a_websocket(nobody_looks_anything_up, host, origin):
    """Its origin is the host that is asked, however they spell letters and the usual port."""
    assert ask(host, kind="websocket", origins=(origin,)) == (True, [])


OTHER_PAGES = [
    ("127.0.0.1:8501", "http://127.0.0.1:8888"),
    ("127.0.0.1:8501", "http://localhost:8501"),
    ("localhost:8501", "http://127.0.0.1:8501"),
    ("localhost:8501", "http://localhost"),
    ("localhost:8501", "http://localhost:80"),
    ("localhost", "http://localhost:8501"),
    ("localhost", "https://localhost"),
    ("localhost:443", "http://localhost"),
    ("[::1]:8501", "http://[::1]"),
    ("127.0.0.1:8501", "http://127.0.0.1:85010"),
    ("127.0.0.1:8501", "http://127.0.0.1:08501"),
    ("localhost:8501", "http://example.org"),
    ("localhost:8501", "http://localhost:8501.example.org"),
    ("localhost:8501", "http://localhost:8501@example.org"),
    ("localhost:8501", "http://example.org@localhost:8501"),
    ("localhost:8501", "http://localhost.:8501"),
    ("localhost:8501", "http://localhost:8501/"),
    ("localhost:8501", "http://localhost:8501#x"),
    ("localhost:8501", "http://localhost:8501, http://localhost:8501"),
    ("localhost:8501", "http://0.0.0.0:8501"),
    ("localhost:8501", "http://192.168.0.7:8501"),
    ("localhost:8501", "chrome-extension://localhost:8501"),
    ("localhost:8501", "file://"),
    ("localhost:8501", "localhost:8501"),
    ("localhost:8501", "http://"),
    ("localhost:8501", "http://[localhost]:8501"),
    ("localhost:8501", "http://[::1"),
    ("localhost:8501", "null"),
    ("localhost:8501", ""),
]


@pytest.mark.parametrize(("host", "origin"), OTHER_PAGES)
def test_another_page_gets_no_websocket(nobody_looks_anything_up, host, origin):
    """Not even one of another server on this machine: it is not exactly the host that is asked."""
    closed = [{"type": "websocket.close", "code": 1008}]
    assert ask(host, kind="websocket", origins=(origin,)) == (False, closed)


def test_every_origin_counts():
    """One that is ours does not cover for another."""
    ours = "http://localhost:8501"
    assert ask("localhost:8501", kind="websocket", origins=(ours, ours)) == (True, [])
    assert not ask("localhost:8501", kind="websocket", origins=(ours, "http://example.org"))[0]


def test_what_is_no_request_is_passed_on():
    """The server's start and end have no client and no host."""
    assert ask(None, None, kind="lifespan") == (True, [])


@pytest.fixture
def listen():
    """Tell Streamlit where to listen, for one test."""
    before = config.get_option("server.address")
    yield lambda address: config.set_option("server.address", address)
    config.set_option("server.address", before)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_a_loopback_address_is_fine(listen, address):
    """Nobody else can reach it."""
    listen(address)
    refuse_open_address(SignInSettings())


@pytest.mark.parametrize(
    ("address", "named"),
    [
        (None, "all addresses"),
        ("", "all addresses"),
        ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - refused here
        ("studio.local", "studio.local"),
    ],
)
def test_an_open_address_is_refused(listen, address, named):
    """The sentence names it, says why, and which would do."""
    listen(address)
    with pytest.raises(InvalidInput) as refused:
        refuse_open_address(SignInSettings())
    assert str(refused.value) == f"The server was started on {named}. {WHY}"
    assert "127.0.0.1, ::1 or localhost" in WHY
