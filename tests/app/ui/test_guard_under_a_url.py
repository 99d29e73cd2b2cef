"""The guard where people sign in: its address is the only name, its pages the only ones with sockets."""

import asyncio

import pytest

from app.ui.guard import BELIEVED, ELSEWHERE, Guard, refuse_open_address, refuse_other_proxies
from core.errors import InvalidInput
from core.sign_in_settings import SignIn, SignInSettings

TEAM = SignInSettings(sign_in=SignIn.ACCOUNTS, url="https://studio.example.org")
ODD_PORT = SignInSettings(sign_in=SignIn.ACCOUNTS, url="https://studio.example.org:8443")
FAR = ("203.0.113.7", 50_000)


def ask(settings: SignInSettings, host: str, *, path: str = "/", origins: tuple[str, ...] = (), kind="http"):
    """Send one request from another machine through the guard: whether it was passed on, and the answer."""
    passed, answered = [], []

    async def app(scope, receive, send):
        passed.append(scope)

    async def send(message):
        answered.append(message)

    headers = [(b"host", host.encode()), *((b"origin", one.encode()) for one in origins)]
    scope = {"type": kind, "client": FAR, "headers": headers, "method": "GET", "path": path, "scheme": "ws"}
    asyncio.run(Guard(app, lambda: settings)(scope, lambda: None, send))
    return bool(passed), answered


@pytest.mark.parametrize("host", ["studio.example.org", "Studio.Example.ORG", "studio.example.org:443"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_its_name_is_answered_wherever_one_comes_from(host, kind):
    """However it is written, with or without the usual port; the proxy in front ends TLS."""
    assert ask(TEAM, host, kind=kind) == (True, [])


OTHERS = [
    "example.org",
    "studio.example.org.evil.test",
    "studio.example.org:8501",
    "127.0.0.1:8501",
    "localhost",
    "",
]


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_is_refused(host):
    """Loopback names too: a proxy that does not pass the name on would let the check be of no use."""
    passed, (start, body) = ask(TEAM, host)
    assert (passed, start["status"], body["body"].decode()) == (False, 403, ELSEWHERE)
    assert ask(TEAM, host, kind="websocket") == (False, [{"type": "websocket.close", "code": 1008}])


def test_a_port_belongs_to_the_name():
    """Where it is not the usual one."""
    assert ask(ODD_PORT, "studio.example.org:8443")[0]
    assert not ask(ODD_PORT, "studio.example.org")[0]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_answered_under_any_name(path):
    """What keeps servers alive asks them by their own addresses; a socket is no probe."""
    assert ask(TEAM, "10.1.2.3:8501", path=path)[0]
    assert not ask(TEAM, "10.1.2.3:8501", path=path, kind="websocket")[0]


def test_our_own_page_gets_a_socket():
    """Programs name no origin."""
    assert ask(TEAM, "studio.example.org", kind="websocket", origins=("https://studio.example.org",))[0]
    assert ask(
        ODD_PORT, "studio.example.org:8443", kind="websocket", origins=("https://studio.example.org:8443",)
    )[0]
    assert ask(TEAM, "studio.example.org", kind="websocket")[0]


FOREIGN_PAGES = [
    "https://example.org",
    "http://studio.example.org",
    "https://studio.example.org:8443",
    "https://studio.example.org.evil.test",
    "https://studio.example.org@evil.test",
    "https://evil.studio.example.org",
    "null",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN_PAGES)
def test_another_page_gets_no_socket(origin):
    """Beside ours neither."""
    ours = "https://studio.example.org"
    assert not ask(TEAM, "studio.example.org", kind="websocket", origins=(origin,))[0]
    assert not ask(TEAM, "studio.example.org", kind="websocket", origins=(ours, origin))[0]


def test_any_address_may_be_listened_on():
    """Where people sign in; Streamlit's own default is all addresses."""
    refuse_open_address(TEAM)


@pytest.mark.parametrize("told", [None, "*", "127.0.0.1"])
def test_a_server_that_believes_others_does_not_start(monkeypatch, told):
    """As when somebody starts uvicorn without our command, with its own idea of whom to believe."""
    settings = SignInSettings(sign_in=SignIn.ACCOUNTS, url="https://studio.example.org", proxies="10.1.2.3")
    if told:
        monkeypatch.setenv(BELIEVED, told)
    with pytest.raises(InvalidInput, match="from others than PREFSTUDIO_PROXIES"):
        refuse_other_proxies(settings)
    monkeypatch.setenv(BELIEVED, settings.believed)
    refuse_other_proxies(settings)
