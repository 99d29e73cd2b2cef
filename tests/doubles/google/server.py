"""The HTTP side of the made-up cloud: one server for all of Google's services but Cloud Storage."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.control import obey
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.identity import InvalidGrantError
from tests.doubles.google.routes import Call, answer, understand


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address) -> None:
        """A client that has gone while it was kept waiting is nothing to tell of."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, cloud: GoogleCloud, *args) -> None:
        self.cloud = cloud
        super().__init__(*args)

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        self.body = _read_body(self)
        try:
            if parts.path == "/_control":
                self._answer(200, obey(self.cloud, json.loads(self.body)))
            elif parts.path == "/token":
                self._with_faults("token", self._token)
            else:
                self._with_faults(*self._understood(parts.path, parts.query))
        except GoogleError as problem:
            self._answer(problem.code, problem.as_json())

    do_GET = do_POST = do_DELETE = do_PATCH = _serve  # noqa: N815 - http.server calls them so

    def _with_faults(self, operation: str, work) -> None:
        self.cloud.requests.append(operation)
        self.cloud.faults.meet(self.cloud.faults.take(operation), self, work)

    def _understood(self, path: str, query: str) -> tuple[str, Any]:
        operation, named = understand(self.command, path)
        lists = parse_qs(query)
        last = {name: values[-1] for name, values in lists.items()}
        body = json.loads(self.body) if self.body else {}
        return operation, partial(self._call, Call(operation, named, last, lists, body))

    def _call(self, call: Call) -> None:
        try:
            self.cloud.identity.check(self.headers.get("Authorization"))
            self._answer(200, answer(self.cloud, call))
        except GoogleError as problem:
            self._answer(problem.code, problem.as_json())

    def _token(self) -> None:
        try:
            self._answer(200, self.cloud.identity.exchange(parse_qs(self.body.decode())))
        except InvalidGrantError:
            reason = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            self._answer(400, reason)

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args) -> None:
        """Print nothing; the cloud keeps the operations."""


@contextmanager
def serving_google(cloud: GoogleCloud, port: int = 0) -> Iterator[None]:
    """Answer requests on a free port (or this one), and let the jobs' clocks run."""
    server = _Server(("127.0.0.1", port), partial(_Handler, cloud))
    cloud.address = cloud.identity.address = f"http://127.0.0.1:{server.server_port}"
    stop = threading.Event()
    threads = [threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))]
    if cloud.speed:
        threads.append(threading.Thread(target=_let_time_pass, args=(cloud, stop)))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        cloud.faults.released.set()
        server.shutdown()
        for thread in threads:
            thread.join()
        server.server_close()
        cloud.snippets.end()


def _let_time_pass(cloud: GoogleCloud, stop: threading.Event) -> None:
    while not stop.wait(min(cloud.speed / 4, 0.25)):
        cloud.tick()


def guard_storage(cloud: GoogleCloud, handler: BaseHTTPRequestHandler, work) -> None:
    """Let Cloud Storage meet the same troubles, and refuse sign-ins that have expired.

    A request without a sign-in is let in, as the emulator's users make them.
    """
    try:
        if authorization := handler.headers.get("Authorization"):
            cloud.identity.check(authorization)
        fault = cloud.faults.take(f"storage.{handler.command}")
        if fault and fault.kind in {"hang", "disconnect"}:
            _read_body(handler)
        cloud.faults.meet(fault, handler, work)
    except GoogleError as problem:
        _read_body(handler)  # else the client sees a broken connection, not the refusal
        data = json.dumps(problem.as_json()).encode()
        handler.send_response(problem.code)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)


def _read_body(handler: BaseHTTPRequestHandler) -> bytes:
    return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
