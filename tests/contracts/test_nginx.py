"""The reverse proxy's rules, as Debian's nginx follows them before small servers that say what they got."""

import http.client
import json
import re
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import uvicorn
from streamlit.web.server.starlette import starlette_server_config as streamlit_server
from websockets.sync.client import ClientConnection, connect

from core.sign_in_settings import SignInSettings
from tests.browser.local_server import LocalServer, eventually, free_port
from tests.conftest import skip_unless
from tests.nginx_server import DEPLOY, NGINX, Nginx, running_nginx

ROOT = DEPLOY.parent
DOUBLE = ROOT / "tests" / "doubles" / "replica.py"
RULES = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
MEBIBYTE = b"x" * 2**20


class Replica(LocalServer):
    """One of the small servers."""

    health = "healthz"

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__()
        self.name, self.folder = name, folder

    def start(self) -> None:
        """Start it, on the port that it had before if it had one."""
        command = [sys.executable, DOUBLE, str(self.port), self.name]
        believed = SignInSettings(proxies="127.0.0.1").believed
        log = self.folder / "replica.log"
        self.run(command, cwd=self.folder, log=log, FORWARDED_ALLOW_IPS=believed)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two replicas; a test that stops one starts it again."""
    folder = tmp_path_factory.mktemp("replicas")
    replicas = {name: Replica(name, folder) for name in ("1", "2")}
    for one in replicas.values():
        one.start()
    yield replicas
    for one in replicas.values():
        one.stop()


@pytest.fixture(scope="module")
def nginx(two, tmp_path_factory):
    """Nginx before both."""
    skip_unless(NGINX, "nginx is not installed")
    ports = [one.port for one in two.values()]
    with running_nginx(
        tmp_path_factory.mktemp("nginx"), ports, https=free_port(), http=free_port()
    ) as running:
        yield running


@pytest.fixture
def one_gone(two):
    """Stops a replica, and has it back at the end."""
    stopped: list[Replica] = []

    def stop(name: str) -> None:
        two[name].stop()
        stopped.append(two[name])

    yield stop
    for one in stopped:
        one.start()


def socket(nginx: Nginx, place: str = "", **headers: str) -> ClientConnection:
    """The socket of a page, from a browser that has been given this place."""
    return connect(
        f"{nginx.url.replace('https', 'wss')}/_stcore/stream",
        ssl=nginx.trust,
        proxy=None,
        origin=nginx.url,
        subprotocols=["streamlit"],
        additional_headers={"Cookie": f"prefstudio_place={place}", **headers},
    )


def test_the_rules_as_a_whole(nginx):
    """Nginx finds nothing to complain of."""
    command = [NGINX, "-t", "-q", "-p", nginx.folder, "-c", nginx.folder / "nginx.conf", "-e", "stderr"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_what_the_studio_is_told(nginx):
    """Address and scheme are those of the client, whatever it says of itself; the name is what was typed."""
    lies = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http", "Forwarded": "for=203.0.113.7"}
    with nginx.client(peer="127.0.0.5") as browser:
        told = browser.get("/people?invitation=secret", headers=lies).json()
    assert (told["client"], told["scheme"]) == ("127.0.0.5", "https")
    got = told["headers"]
    assert got["x-forwarded-for"] == "127.0.0.5"
    assert (got["x-forwarded-proto"], got["host"]) == ("https", nginx.url.removeprefix("https://"))
    assert "forwarded" not in got
    assert re.fullmatch("[0-9a-f]{32}", got["x-request-id"])
    eventually(lambda: got["x-request-id"] in nginx.log)
    assert "secret" not in nginx.log


def test_without_tls_nothing_is_answered(nginx):
    """But where to go instead, for any method; and browsers are told to come over TLS from now on."""
    moved = httpx.post(f"{nginx.plain_url}/label?a=b", trust_env=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "https://127.0.0.1/label?a=b")
    with nginx.client() as browser:
        assert browser.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_people_behind_one_address_spread_and_stay(nginx):
    """Each browser is given a place by lot, and every request of it goes there."""
    seen = []
    for _ in range(30):
        with nginx.client() as browser:
            first = browser.get("/")
            place = first.json()["replica"]
            assert first.headers["set-cookie"] == (
                f"prefstudio_place={place}; Path=/; Secure; HttpOnly; SameSite=Lax"
            )
            later = [
                browser.get("/static/x.js"),
                browser.post("/leave/x"),
                browser.put("/_stcore/upload_file/a/b"),
            ]
            assert {one.json()["replica"] for one in later} == {place}
            assert not [one for one in later if "set-cookie" in one.headers]
            seen.append(place)
    assert {"1", "2"} == set(seen)  # by chance all alike once in 2^29 times


@pytest.mark.parametrize("nonsense", ["3", "1; x", "studio_1", "127.0.0.1:80", ""])
def test_a_place_that_is_none(nginx, nonsense):
    """It is not believed: the browser is given one of those that there are."""
    with nginx.client() as browser:
        answer = browser.get("/", headers={"Cookie": f'prefstudio_place="{nonsense}"'})
    assert answer.headers["set-cookie"].startswith(f"prefstudio_place={answer.json()['replica']};")


@pytest.mark.parametrize("place", ["1", "2"])
def test_the_socket(nginx, place):
    """It goes to the browser's place, tells origin and protocol, and carries more than a frame."""
    with socket(nginx, place) as page:
        told = json.loads(page.recv())
        assert (told["replica"], told["headers"]["origin"]) == (place, nginx.url)
        assert page.subprotocol == "streamlit"
        page.send("x" * 1_000_000)
        assert len(page.recv()) == 1_000_000
        assert page.response.headers["set-cookie"].startswith(f"prefstudio_place={place};")


def test_uploads(nginx):
    """What a page takes is passed on as it comes in; more than the form allows is refused."""
    size = 33
    with nginx.client() as browser:
        taken = browser.put("/_stcore/upload_file/a/b", content=iter([MEBIBYTE] * size)).json()
        assert taken["size"] == size * 2**20
    assert refused_at_once(nginx, "/_stcore/upload_file/a/b", 1026)
    assert refused_at_once(nginx, "/", 33)


def refused_at_once(nginx: Nginx, path: str, mebibytes: int) -> bool:
    """Whether a body of this size is refused when it is announced."""
    connection = http.client.HTTPSConnection(nginx.url.removeprefix("https://"), context=nginx.trust)
    with closing(connection):
        connection.putrequest("PUT", path)
        connection.putheader("Content-Length", str(mebibytes * 2**20))
        connection.endheaders()
        return connection.getresponse().status == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_the_limit_is_that_of_the_form():
    """Nginx lets through what Streamlit takes, with a little for the form around it."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    upload = re.search(r"upload_file/ \{(.*?)\}", RULES, re.DOTALL)[1]
    assert re.search(r"client_max_body_size +(\d+)m", upload)[1] == str(
        settings["server"]["maxUploadSize"] + 1
    )


def test_the_socket_outlives_a_ping():
    """Nobody is cut off before Streamlit itself would give them up."""
    block = re.search(r"_stcore/stream \{(.*?)\}", RULES, re.DOTALL)[1]
    given_up = (
        streamlit_server.DEFAULT_WEBSOCKET_PING_INTERVAL + streamlit_server.DEFAULT_WEBSOCKET_PING_TIMEOUT
    )
    for kind in ("read", "send"):
        assert int(re.search(rf"proxy_{kind}_timeout +(\d+)s", block)[1]) > given_up


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/_stcore/metrics"])
def test_figures_are_not_public(nginx, path):
    """No replica is asked."""
    with nginx.client() as browser:
        answer = browser.get(f"{nginx.url}{path}")
    assert answer.status_code == 404
    assert "replica" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_asked_of_a_replica(nginx, path):
    with nginx.client() as browser:
        assert browser.get(path).json()["path"] == path


def test_a_dead_replica(nginx, one_gone):
    """Its browsers are answered by the other at once, and stay there with their sockets when it is back."""
    with nginx.client(prefstudio_place="1") as browser:
        one_gone("1")
        for ask in (browser.get, browser.post, browser.put):
            assert ask("/").json()["replica"] == "2"
            assert "set-cookie" not in ask("/").headers  # the page still hopes for its socket
        with socket(nginx, "1") as page:
            assert json.loads(page.recv())["replica"] == "2"
            assert page.response.headers["set-cookie"].startswith("prefstudio_place=2;")


@pytest.mark.parametrize(("method", "place", "other"), [("GET", "1", "2"), ("POST", "2", "1")])
def test_one_that_dies_with_a_request_in_hand(nginx, one_gone, method, place, other):
    """A GET is asked again of the other; a POST may have been done, so it is not."""
    with nginx.client(prefstudio_place=place) as browser, nginx.client(prefstudio_place=other) as witness:
        answer = browser.request(method, f"/dies/{place}")
        one_gone(place)
        eventually(lambda: witness.get("/").is_success)  # nginx may think of it as gone from before
        asked = witness.get("/").json()
    assert asked["replica"] == other
    assert (f"{method} /dies/{place}" in asked["asked"]) == (method == "GET")
    if method == "GET":
        assert answer.json()["replica"] == other
    else:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.text.startswith("The studio is not there just now.")


def test_connections_end_on_our_side_first():
    """Else a POST could meet the studio closing an idle connection: nobody could say whether it arrived."""
    kept = re.findall(
        r"keepalive_timeout (\d+)s", (DEPLOY / "nginx-replicas.conf").read_text(encoding="utf-8")
    )
    assert len(kept) == 2
    assert max(map(int, kept)) < uvicorn.Config(app=None).timeout_keep_alive
