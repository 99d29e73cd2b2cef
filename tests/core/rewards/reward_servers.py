"""Reward servers as real processes, and one that answers whatever a test wants."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Running:
    """A reward server that was started, and the lines it has printed."""

    process: subprocess.Popen
    port: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def read(self) -> None:
        """Keep what it prints."""
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def line_of(self, job: str) -> dict[str, Any]:
        """What it has printed of a job, which may take a moment to arrive."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if found := [line for line in self.lines if line.get("job") == job]:
                return found[0]
            time.sleep(0.01)
        raise AssertionError(job)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Start a written-out folder as its Containerfile does, on a free port of this machine."""
    environment = {**os.environ, "PORT": "0", "HOST": "127.0.0.1"}
    process = subprocess.Popen(
        [sys.executable, "main.py"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    started = Running(process)
    try:
        started.port = int(json.loads(process.stdout.readline())["message"].rpartition(" ")[2])
        reading = threading.Thread(target=started.read)
        reading.start()
        yield started
    finally:
        process.terminate()
        process.wait(10)
        reading.join()
        process.stdout.close()


Answer = tuple[int, bytes]


@contextmanager
def answering(
    answer: Callable[[BaseHTTPRequestHandler, bytes], Answer | None], tls: Any = None
) -> Iterator[str]:
    """A server that answers what a function says, from the request and its body; None if it has answered."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if (found := answer(self, body)) is not None:
                status, content = found
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_args) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
