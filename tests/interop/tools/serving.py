"""A tool's own server, while it is needed."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

SECONDS = 180


@contextmanager
def served(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    path: str = "/",
) -> Iterator[str]:
    """The address of a server, from when it answers at ``path`` on.

    Args:
        command: What starts it; ``PORT`` stands for a free port.
        folder: Where it runs, and where its log goes.
        environment: Its variables, if not those of this process.
        path: What it answers first.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("w") as log:
        words = [port if one == "PORT" else one for one in command]
        running = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"{address}{path}")
            yield address
        finally:
            running.terminate()
            running.wait(SECONDS)


def _wait_for(address: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.5)
    raise SystemExit(f"{address} does not answer; see server.log.")
