"""A real server that is told to end while it saves: what it acknowledges is there, and it ends well."""

import http.client
import json
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

import pytest

from tests.browser.local_server import LocalServer, eventually

PREFSTUDIO = Path(sys.executable).with_name("prefstudio")


class Served(LocalServer):
    """`prefstudio serve` in a home of its own."""

    health = "readyz"

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home

    def start(self, **environment: str) -> None:
        """Start it."""
        self.home.mkdir()
        command = [PREFSTUDIO, "serve", "--port", str(self.port)]
        environment = {"PREFSTUDIO_HOME": str(self.home), **environment}
        self.run(command, cwd=self.home, log=self.home / "server.log", **environment)

    def ask(self, path: str) -> tuple[int, bytes]:
        """Status and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture
def served(tmp_path):
    """A server that is not started yet."""
    server = Served(tmp_path / "home")
    yield server
    server.stop()


class Leaver(threading.Thread):
    """Tells the server that a page was left, which it writes down."""

    def __init__(self, served: Served) -> None:
        super().__init__(daemon=True)
        self.served = served
        self.status: int | None = None

    def run(self) -> None:
        """Wait for the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=20)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("POST", f"/leave/{'0' * 32}")
            self.status = connection.getresponse().status


class Locked:
    """Another program that writes in the studio's database, so that every write of the studio waits."""

    def __init__(self, home: Path) -> None:
        self.connection = sqlite3.connect(home / "studio.db", isolation_level=None)

    def __enter__(self) -> Self:
        self.connection.execute("BEGIN IMMEDIATE")
        return self

    def let_go(self) -> None:
        """The studio goes on."""
        self.connection.execute("ROLLBACK")

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def test_a_write_under_way_is_finished(served):
    """Meanwhile the server is not ready and says why; then it ends with status 0, and the log tells of it."""
    served.start(PREFSTUDIO_LOG_FORMAT="json")
    assert served.process is not None
    leaver = Leaver(served)
    with Locked(served.home) as other:
        leaver.start()
        time.sleep(0.5)
        served.process.send_signal(signal.SIGTERM)
        eventually(lambda: served.ask("/readyz")[0] == 503)
        assert "This server is about to end" in served.ask("/readyz")[1].decode()
        assert served.ask("/healthz")[0] == 200
        assert leaver.status is None
        other.let_go()
        assert served.process.wait(15) == 0
    leaver.join(5)
    assert leaver.status == 200
    lines = (served.home / "logs" / "studio.log").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert {one["event"] for one in events} >= {"server_stopping", "request_answered"}
    terminal = (served.home / "server.log").read_text().splitlines()
    assert set(lines) <= set(terminal)


def test_what_hangs_is_broken_off(served):
    """Within the time that is set; what was not committed was not acknowledged either."""
    served.start(PREFSTUDIO_STOP_SECONDS="1")
    assert served.process is not None
    leaver = Leaver(served)
    with Locked(served.home):
        leaver.start()
        time.sleep(0.5)
        began = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(15) == 1
        assert time.monotonic() - began < 5
    assert leaver.status != 200
