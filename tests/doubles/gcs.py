"""Cloud Storage without a cloud: gcp-storage-emulator in the test process, made a little more faithful."""

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from gcp_storage_emulator.handlers.buckets import create_bucket
from gcp_storage_emulator.server import RequestHandler
from gcp_storage_emulator.storage import Storage

NO_BACKGROUND_REQUESTS = {"DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA": "true"}


@dataclass
class Emulator:
    """A running emulator: its address, and what it was asked."""

    address: str
    storage: Storage
    request_lines: list[str] = field(default_factory=list)

    def new_bucket(self) -> str:
        """Make an empty bucket of a fresh name."""
        name = f"bucket-{uuid.uuid4().hex}"
        create_bucket(name, self.storage)
        return name


@contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Run an emulator on a free port, with STORAGE_EMULATOR_HOST pointing at it.

    The emulator's own ``Server`` can neither choose a port nor say that one was taken (it waits for ever), so
    its request handler is given to a server that binds port 0.
    """
    storage = Storage(use_memory_fs=True)
    emulator = Emulator(address="", storage=storage)
    with serving(partial(_FaithfulHandler, emulator)) as emulator.address:
        yield emulator


@contextmanager
def refusing_service(status: int) -> Iterator[None]:
    """Run a service that answers every request with ``status`` and a text that nobody should see."""
    with serving(partial(_Refusal, status)):
        yield


@contextmanager
def serving(handler) -> Iterator[str]:
    """Serve HTTP on a free port and point Google's storage client at it; give its address."""
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with patch.dict(os.environ, STORAGE_EMULATOR_HOST=address, **NO_BACKGROUND_REQUESTS):
            yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(HTTPServer):
    request_queue_size = 64  # a full queue of 5 makes eight clients at once wait a second


class _FaithfulHandler(RequestHandler):
    """The emulator's handler, and the one precondition the studio leans on, which the emulator ignores."""

    def __init__(self, emulator: Emulator, *args) -> None:
        self.emulator = emulator
        super().__init__(emulator.storage, *args)

    def do_PUT(self) -> None:  # noqa: N802 - http.server calls it so
        """Take a part of an upload, unless it must be the first of its name and is not."""
        query = parse_qs(urlsplit(self.path).query)
        upload = self.storage.resumable.get(query.get("upload_id", [""])[0])
        taken = upload and upload["name"] in self.storage.objects.get(upload["bucket"], {})
        if taken and query.get("ifGenerationMatch") == ["0"]:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(412)
        else:
            super().do_PUT()

    def log_message(self, *_args) -> None:
        """Keep the request lines for tests that count them; print nothing."""
        self.emulator.request_lines.append(self.requestline)


class _Refusal(BaseHTTPRequestHandler):
    def __init__(self, status: int, *args) -> None:
        self.status = status
        super().__init__(*args)

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_error(self.status, "secret-upload-id")

    do_GET = do_POST = do_PUT = do_DELETE = _refuse  # noqa: N815 - http.server calls them so

    def log_message(self, *_args) -> None:
        """Print nothing."""
