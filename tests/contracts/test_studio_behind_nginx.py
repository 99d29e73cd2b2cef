"""The studio itself behind nginx: page, socket and upload; and whom it believes where requests come from."""

import os
import sys
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.browser.local_server import LocalServer, free_port
from tests.conftest import skip_unless
from tests.nginx_server import NGINX, Nginx, running_nginx

FAR_AWAY = {"X-Forwarded-For": "203.0.113.7"}


class Served(LocalServer):
    """The studio as a person starts it."""

    health = "healthz"

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home

    def start(self) -> None:
        """With a proxy on this machine."""
        settings = {"PREFSTUDIO_HOME": str(self.home), "PREFSTUDIO_PROXIES": "127.0.0.1"}
        command = [Path(sys.executable).with_name("prefstudio"), "serve", "--port", str(self.port)]
        self.run(command, cwd=self.home, log=self.home / "server.log", PREFSTUDIO_SAMPLE="no", **settings)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A studio as a person starts it, told of a proxy on 127.0.0.1."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.startswith("PREFSTUDIO_")]:
            patch.delenv(name)
        patch.setenv("FORWARDED_ALLOW_IPS", "*")  # the settings count, not this
        server = Served(tmp_path_factory.mktemp("home"))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def nginx(served, tmp_path_factory):
    """Nginx before it."""
    skip_unless(NGINX, "nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with running_nginx(folder, [served.port, free_port()], https=free_port(), http=free_port()) as running:
        yield running


def socket(nginx: Nginx, origin: str) -> ClientConnection:
    """The socket of a page of this origin."""
    url = f"{nginx.url.replace('https', 'wss')}/_stcore/stream"
    return connect(url, ssl=nginx.trust, proxy=None, origin=origin, subprotocols=["streamlit"])


def session_of(page: ClientConnection) -> str:
    """The number of a page's session, which its script says first."""
    page.send(BackMsg(rerun_script={}).SerializeToString())
    while True:
        message = ForwardMsg.FromString(page.recv(20))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id


def test_page_and_upload(nginx):
    """The page opens its socket, its script runs, and what somebody uploads arrives in that session."""
    with nginx.client() as browser, socket(nginx, nginx.url) as page:
        assert 'id="root"' in browser.get("/").text
        assert browser.get("/healthz").json() == {"status": "ok"}
        browser.get("/_stcore/health")
        token = browser.cookies["_streamlit_xsrf"]
        answer = browser.put(
            f"/_stcore/upload_file/{session_of(page)}/one",
            files={"file": ("pairs.jsonl", b"x" * 5_000_000)},
            headers={"X-Xsrftoken": token},
        )
        assert answer.status_code == 204, answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "https://127.0.0.1", "null"])
def test_no_other_page_has_a_socket(nginx, origin):
    with pytest.raises(InvalidStatus), socket(nginx, origin):
        """Never reached."""


def test_a_client_says_in_vain_where_it_comes_from(nginx):
    """Nginx tells the truth in its place."""
    with nginx.client() as browser:
        assert browser.get("/", headers=FAR_AWAY).status_code == 200


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 403), ("127.0.0.2", 200)])
def test_whom_the_studio_believes(served, peer, status):
    """The proxy of the settings, here that a request comes from far away; not its neighbour."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=peer), trust_env=False) as client:
        assert client.get(served.root, headers=FAR_AWAY).status_code == status
