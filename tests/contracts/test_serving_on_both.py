"""The README’s command opens the studio on either database; what hangs there freezes nothing else."""

import http.client
import json
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.browser.local_server import LocalServer, eventually
from tests.postgres_server import TEMPLATE

SECRET = "s3cret-w0rd"  # noqa: S105 - planted, to be looked for
ROOT = Path(__file__).parents[2]
PREFSTUDIO = Path(sys.executable).with_name("prefstudio")
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


class Served(LocalServer):
    """The studio as a person starts it, from a folder that is not the project's."""

    health = "readyz"

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self.log = home / "server.log"

    def serve(self, database: str) -> None:
        """Start it; the database's address stands in ``.env``, as the README allows."""
        self.home.mkdir()
        (self.home / ".env").write_text(f"PREFSTUDIO_DATABASE={database}\nPREFSTUDIO_SAMPLE=no\n")
        self.run([PREFSTUDIO, "serve", "--port", str(self.port)], cwd=self.home, log=self.log)

    def ask(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = b"" if answer.status == http.HTTPStatus.SWITCHING_PROTOCOLS else answer.read()
        connection.close()
        return answer.status, body


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A studio that is not started yet, and nothing set but what its folder says."""
    for name in [one for one in os.environ if one.startswith("PREFSTUDIO_")]:
        monkeypatch.delenv(name)
    server = Served(tmp_path / "started here")
    yield server
    server.stop()


def test_the_command_of_the_readme():
    """What is started here is what it says: `make run` is `prefstudio serve`."""
    assert "make run " in (ROOT / "README.md").read_text()
    assert "\nrun: setup\n\t$(BIN)/prefstudio serve\n" in (ROOT / "Makefile").read_text()


def test_on_sqlite(served):
    """It is healthy, and gives sockets to its own pages only."""
    served.serve("")
    assert served.ask("/readyz") == (200, b'{"status":"ok"}')
    assert (served.home / ".prefstudio" / "studio.db").is_file()
    own, other = f"http://127.0.0.1:{served.port}", f"http://localhost:{served.port}"
    for origin, status in ((own, 101), (other, 403), ("http://127.0.0.1:8888", 403)):
        assert served.ask("/_stcore/stream", **UPGRADE, Origin=origin)[0] == status


def test_on_postgresql(served, postgres):
    """It is healthy; while the database hangs it says so in time, and everything else is answered."""
    with postgres.fresh(TEMPLATE) as url:
        served.serve(url.replace("postgres:@", f"postgres:{SECRET}@"))
        assert served.ask("/readyz") == (200, b'{"status":"ok"}')
        with hanging(url), ThreadPoolExecutor(8) as pool:
            asked = time.monotonic()
            answers = [pool.submit(served.ask, "/readyz") for _ in range(6)]
            assert served.ask("/")[0] == served.ask("/_stcore/health")[0] == 200
            assert time.monotonic() - asked < 2
            for status, body in (one.result() for one in answers):
                assert (status, json.loads(body)["problem"]) == (
                    503,
                    "The database has not answered for 2 s.",
                )
        eventually(served.healthy)
    served.stop()
    assert SECRET not in served.log.read_text()


@contextmanager
def hanging(url: str):
    """The processes of the server that serve this database stand still for a while."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(url) as connection:
        found = [pid for (pid,) in connection.execute(query)]
    for pid in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in found:
            os.kill(pid, signal.SIGCONT)
