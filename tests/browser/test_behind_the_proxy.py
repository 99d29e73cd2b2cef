"""The running studio behind the Identity-Aware Proxy: what is not signed gets no page and no socket."""

import http.client
import socket
import time
from collections.abc import Iterator

import pytest
from iap_front import Front, front_running
from local_server import eventually, free_port
from playwright.sync_api import BrowserContext, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.sign_in.providers import HEADER
from tests.doubles.iap import AUDIENCE, Proxy, proxy_running
from tests.doubles.iap_forgeries import REFUSED

AGE_S = 50
"""How old the header is that the front sends: of the minute that a socket is believed, the rest is left."""


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    with proxy_running() as running:
        yield running


@pytest.fixture(scope="module")
def outside() -> int:
    return free_port()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, proxy: Proxy, outside: int) -> Iterator[StudioServer]:
    studio = StudioServer(
        tmp_path_factory.mktemp("studio") / "home",
        PREFSTUDIO_SIGN_IN="iap",
        PREFSTUDIO_URL=f"http://127.0.0.1:{outside}",
        PREFSTUDIO_IAP_AUDIENCE=AUDIENCE,
        PREFSTUDIO_IAP_KEYS_URL=proxy.url,
        PREFSTUDIO_IAP_MINUTES="1",
    )
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture
def front(studio: StudioServer, proxy: Proxy, outside: int) -> Iterator[Front]:
    def sign() -> str:
        return proxy.sign(iat=int(time.time()) - AGE_S)

    with front_running(studio.port, outside, sign) as running:
        yield running


def get(studio: StudioServer, outside: int, path: str, header: str) -> tuple[int, str]:
    """Status and text of a page, asked past the proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=20)
    headers = {"host": f"127.0.0.1:{outside}", **({HEADER: header} if header else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def status_of_socket(studio: StudioServer, outside: int, header: str) -> int:
    """How a handshake past the proxy is answered."""
    headers = {"origin": f"http://127.0.0.1:{outside}", **({HEADER: header} if header else {})}
    sock = socket.create_connection(("127.0.0.1", studio.port))
    address = f"ws://127.0.0.1:{outside}/_stcore/stream"
    try:
        with connect(address, sock=sock, additional_headers=headers, subprotocols=["streamlit"]):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_what_the_proxy_has_not_signed_gets_nothing(studio: StudioServer, proxy: Proxy, outside: int) -> None:
    """All cases, as a page, as a file of Streamlit's, as the interface for programs, and as a socket."""
    for case, forge in REFUSED.items():
        header = forge(proxy).encode("ascii", "ignore").decode()
        for path in ("/", "/_stcore/health", "/api/v1/projects"):
            status, text = get(studio, outside, path, header)
            assert (case, path, status) == (case, path, 403)
            assert "Identity-Aware Proxy" in text or "who you are" in text
        assert (case, status_of_socket(studio, outside, header)) == (case, 403)
    assert rows(studio) == []


def rows(studio: StudioServer) -> list[str]:
    return [name for (name,) in studio.rows("SELECT name FROM person WHERE kind = 'human'")]


def test_what_it_has_signed_is_served(studio: StudioServer, proxy: Proxy, outside: int) -> None:
    assert get(studio, outside, "/", proxy.sign())[0] == 200
    assert status_of_socket(studio, outside, proxy.sign()) == 101
    assert get(studio, outside, "/healthz", "")[0] == 200


def test_a_page_comes_back_through_the_proxy_by_itself(
    studio: StudioServer, front: Front, own_context: BrowserContext
) -> None:
    """A socket ends when its header is too old; who may not come any more does not come back."""
    page = own_context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(f"http://127.0.0.1:{front.port}/")
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)
    assert rows(studio) == ["ada"]
    page.wait_for_timeout(1_000 * (60 - AGE_S))
    eventually(lambda: len(front.sockets) > 1, page=page, message="the page did not connect again")
    page.get_by_role("link", name="Data sets").click()
    expect(page.get_by_role("heading", name="Data sets", exact=True)).to_be_visible(timeout=SLOW_MS)

    front.lets_through = False
    expect(page.get_by_role("dialog")).to_be_visible(timeout=2 * SLOW_MS)  # Streamlit's: it finds no way back
