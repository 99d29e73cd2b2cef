"""A server for a test: a process on a port of its own that can be killed and started again."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Page

PATIENCE_S = 60.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(check: Callable[[], bool], *, page: Page | None = None, message: str = "") -> None:
    """Wait until the check holds; a page given keeps handling its events meanwhile."""
    deadline = time.monotonic() + PATIENCE_S
    while not check():
        assert time.monotonic() < deadline, message or "waited in vain"
        if page is None:
            time.sleep(0.05)
        else:
            page.wait_for_timeout(50)


class LocalServer:
    """A process that answers on a free port; `health` is the path that says so."""

    health: str

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.port}/"

    def run(self, command: Sequence[str | Path], *, cwd: Path, log: Path, **environment: str) -> None:
        """Start the command in a folder, its output appended to the log, and wait until it answers."""
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=cwd, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
            )
        eventually(self.healthy, message=f"the server did not start: {log}")

    def stop(self) -> None:
        """Kill the server, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def healthy(self) -> bool:
        """Return whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.root}{self.health}", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
