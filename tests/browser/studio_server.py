"""Starts the real studio (`prefstudio serve`) in a home of its own, and reads what it stored."""

import os
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from labeller_driver import eventually, free_port


class StudioServer:
    """The studio as a person starts it; it can be killed and started again on the same port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server from a folder that is not the project's, and wait until it answers."""
        environment = {
            **os.environ,
            "PREFSTUDIO_HOME": str(self.home),
            "PREFSTUDIO_PORT": str(self.port),
            "PREFSTUDIO_POLL_SECONDS": "0.3",
        }
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "server.log").open("ab") as output:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "prefstudio", "serve"],
                cwd=self.home,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        eventually(self.healthy, message=f"the studio did not start: {self.home / 'server.log'}")

    def kill(self) -> None:
        """End the server as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def healthy(self) -> bool:
        """Return whether the server answers and reads its database."""
        try:
            with urllib.request.urlopen(f"{self.url}healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.port}/"

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, past the studio."""
        with sqlite3.connect(f"file:{self.home / 'studio.db'}?mode=ro", uri=True) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found
