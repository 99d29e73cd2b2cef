"""Starts the made-up Google Cloud in a process of its own, for a studio that is another process."""

import json
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local_server import LocalServer, free_port

ROOT = Path(__file__).parents[2]


class CloudServer(LocalServer):
    """The double as ``python -m tests.doubles.serve_cloud`` serves it."""

    health = "_control"

    def __init__(self, folder: Path, *, speed: float) -> None:
        super().__init__()
        self.output = folder / "cloud.log"
        self.speed = speed

    def start(self) -> None:
        """Start it, and wait until it takes orders."""
        command = [sys.executable, "-m", "tests.doubles.serve_cloud", "--port", str(self.port)]
        options = ["--storage-port", str(free_port()), "--speed", str(self.speed)]
        self.run([*command, *options], cwd=ROOT, log=self.output)

    @property
    def settings(self) -> dict[str, str]:
        """The variables with which a studio uses it: the first line it printed."""
        found: dict[str, str] = json.loads(self.output.read_text().splitlines()[0])
        return found

    def order(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Tell it what to do, such as ``fault``."""
        body = json.dumps({"do": do, **arguments}).encode()
        request = urllib.request.Request(f"{self.root}_control", data=body, method="POST")
        with urllib.request.urlopen(request, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    @contextmanager
    def holding_jobs(self) -> Iterator[None]:
        """Meanwhile no job goes on, unless it is to stop."""
        self.order("hold")
        try:
            yield
        finally:
            self.order("hold", held=False)

    def healthy(self) -> bool:
        """Return whether it has said its settings and takes orders."""
        try:
            return self.output.read_text().endswith("\n") and "jobs" in self.order("jobs")
        except OSError:
            return False
