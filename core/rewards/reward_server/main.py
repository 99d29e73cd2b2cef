"""A reward server as Google's reinforcement tuning asks it; of Python's own library only.

``POST /`` with ``{"example": …, "response": …, "metadata": …}`` answers ``{"reward": 0.5}``, a number from
-1 to 1; an error is ``{"error": "a sentence"}``. ``GET /`` and ``GET /healthz`` say that it runs. What scores
is ``evaluate(example, response)`` in ``reward.py``, beside this file. PORT says where to listen, 8080 if it
is not set, and HOST for whom, for all if it is not set.
"""

import importlib
import json
import math
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Evaluate = Callable[[Json, Json], float]

MOST_BYTES = 8 * 1024 * 1024
"""Of a request; 32,768 tokens in and out are a tenth of it."""

IDLE_SECONDS = 60
"""After which a connection is closed on which nothing comes."""

LINGER_SECONDS, MOST_LINGERED = 1, 1024
"""How long and how many pieces are still taken from somebody who was refused."""

JOB = ("tuningJobId", "tuning_job_id")
"""How two of Google's pages spell the id of the job that asks."""


class ProblemError(Exception):
    """There is no reward; the text says why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    wbufsize = -1  # head and body leave together; apart, the body waits 40 ms until the head is acknowledged
    evaluate: Evaluate

    def do_GET(self) -> None:
        """Say that the server runs."""
        known = self.path.partition("?")[0] in {"/", "/healthz"}
        self.answer(*((HTTPStatus.OK, {"status": "ok"}) if known else (HTTPStatus.NOT_FOUND, NOT_HERE)))

    def do_POST(self) -> None:
        """Score one answer."""
        began = time.monotonic()
        status, job = HTTPStatus.OK, ""
        found: Json
        try:
            example, response, job = read_request(self.body())
            found = {"reward": number(type(self).evaluate(example, response))}
        except ProblemError as error:
            status, found = error.status, {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - a program that somebody wrote may raise anything
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            found = {"error": f"The reward raised {place_of(error)}."}
        log(status, job, milliseconds=round(1000 * (time.monotonic() - began), 1), **found)
        self.answer(status, found)
        if self.close_connection:
            self.linger()

    def body(self) -> bytes:
        """What was sent, in one piece or in chunks; what is too long or badly told ends the connection.

        Raises:
            ProblemError: It is longer than this server takes, or nobody says how long it is.
        """
        self.close_connection, keep = True, not self.close_connection
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            content = b"".join(self.chunks())
        else:
            content = self.rfile.read(self.length(self.headers.get("Content-Length", ""), base=10))
        self.close_connection = not keep
        return content

    def chunks(self) -> list[bytes]:
        """What was sent in chunks."""
        found: list[bytes] = []
        left = MOST_BYTES
        while length := self.length(self.rfile.readline(1024).partition(b";")[0].decode("latin-1"), base=16):
            left -= length
            if left < 0:
                raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
            found.append(self.rfile.read(length))
            self.rfile.readline(3)
        while self.rfile.readline(1024).strip():
            pass  # headers may follow the last chunk
        return found

    def length(self, text: str, base: int) -> int:
        """A length as it was sent, if it is one that this server takes."""
        try:
            length = int(text.strip(), base)
        except ValueError:
            raise ProblemError(HTTPStatus.LENGTH_REQUIRED, "Say how long the request is.") from None
        if length > MOST_BYTES:
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LONG)
        return max(length, 0)

    def answer(self, status: HTTPStatus, content: Json) -> None:
        """Send JSON."""
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def linger(self) -> None:
        """Let whoever sends too much come to an end, so that it reads the answer and no broken connection."""
        self.connection.settimeout(LINGER_SECONDS)
        with suppress(OSError):
            for _ in range(MOST_LINGERED):
                if not self.connection.recv(MOST_BYTES):
                    return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Print nothing: `log` has more to say, and says it as JSON."""


NOT_HERE = {"error": "There is nothing here; POST an answer to /."}
TOO_LONG = f"A request may have {MOST_BYTES:,} bytes at most."


def read_request(content: bytes) -> tuple[Json, Json, str]:
    """The example, the response, and the id of the job that asks, as far as it says one.

    Raises:
        ProblemError: It is no JSON object with an example and a response.
    """
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The request is no JSON.") from None
    fields = body if isinstance(body, dict) else {}
    for name in ("example", "response"):
        if not isinstance(fields.get(name), dict):
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"The request has no object '{name}'.")
    metadata = fields.get("metadata")
    job = next((metadata[name] for name in JOB if name in metadata), "") if isinstance(metadata, dict) else ""
    return fields["example"], fields["response"], str(job)


def number(found: Any) -> float:
    """A reward as JSON can say it.

    Raises:
        ProblemError: It is no number, or no finite one.
    """
    with suppress(TypeError, ValueError):
        if math.isfinite(reward := float(found)):
            return reward
    raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "What the reward gave is no finite number.")


def place_of(error: Exception) -> str:
    """The kind of an error and where it was raised; its text may hold what was sent, and goes nowhere."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {os.path.basename(last.filename)}, line {last.lineno}"  # noqa: PTH119 - no need of pathlib


def log(status: HTTPStatus, job: str, **values: object) -> None:
    """Tell of a request as Cloud Logging reads it; no text of an example or an answer."""
    severity = "INFO" if status == HTTPStatus.OK else "ERROR"
    say(severity=severity, status=status, job=job, **values)


def say(**values: object) -> None:
    """One line of JSON, written at once: several threads speak."""
    sys.stdout.write(f"{json.dumps(values)}\n")
    sys.stdout.flush()


class Server(ThreadingHTTPServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    """Serve until the platform says that it is enough."""
    Handler.evaluate = importlib.import_module("reward").evaluate
    server = Server((os.environ.get("HOST", ""), int(os.environ.get("PORT") or 8080)), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    say(severity="INFO", message=f"listening on port {server.server_port}")
    with server:
        server.serve_forever()


if __name__ == "__main__":
    main()
