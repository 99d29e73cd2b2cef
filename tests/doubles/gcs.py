"""Cloud Storage without a cloud: gcp-storage-emulator in the test process, made a little more faithful."""

import json
import os
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit

from gcp_storage_emulator.handlers.buckets import create_bucket
from gcp_storage_emulator.handlers.objects import _checksums, _make_object_resource
from gcp_storage_emulator.server import RequestHandler
from gcp_storage_emulator.storage import Storage

OBJECT_PATH = re.compile(r".*/b/(?P<bucket>[^/]+)/o/(?P<name>.+)")
NO_BACKGROUND_REQUESTS = {"DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA": "true"}


Work = Callable[[], None]
Guard = Callable[[BaseHTTPRequestHandler, Work], None]


def _let_in(_: BaseHTTPRequestHandler, work: Work) -> None:
    """Do what is asked, whoever asks."""
    work()


@dataclass
class Emulator:
    """A running emulator: its address, and what it was asked.

    Attributes:
        guard: Called with every request's handler and its work; may refuse, delay or spoil it.
        denied: Permissions that nobody has, as ``testPermissions`` answers.
        lock: Held while the storage is read or written; others than the server write too.
    """

    address: str
    storage: Storage
    request_lines: list[str] = field(default_factory=list)
    guard: Guard = _let_in
    denied: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new_bucket(self, name: str = "", location: str = "US") -> str:
        """Make an empty bucket, of a fresh name unless one is given."""
        name = name or f"bucket-{uuid.uuid4().hex}"
        with self.lock:
            made = create_bucket(name, self.storage)
            made["location"] = location.upper()
            made["locationType"] = "region" if "-" in location else "multi-region"
        return name

    def write(self, address: str, content: bytes) -> None:
        """Put an object where a service of Google's would; ``address`` is ``gs://bucket/name``.

        Raises:
            NotFound: Of the emulator's; there is no such bucket.
        """
        bucket, _, name = address.removeprefix("gs://").partition("/")
        with self.lock:
            made = _make_object_resource(
                self.address, bucket, name, "application/octet-stream", str(len(content))
            )
            self.storage.create_file(bucket, name, content, _checksums(content, made))

    def read(self, address: str) -> bytes:
        """Give an object's bytes.

        Raises:
            NotFound: Of the emulator's; there is no such object.
        """
        bucket, _, name = address.removeprefix("gs://").partition("/")
        with self.lock:
            return self.storage.get_file(bucket, name)

    def names(self, address: str) -> list[str]:
        """Give the addresses of the objects that start with ``address``, sorted."""
        bucket, _, prefix = address.removeprefix("gs://").partition("/")
        with self.lock:
            found = self.storage.objects.get(bucket, {})
            return sorted(f"gs://{bucket}/{name}" for name in found if name.startswith(prefix))


@contextmanager
def running_emulator(port: int = 0) -> Iterator[Emulator]:
    """Run an emulator on a free port (or this one), with STORAGE_EMULATOR_HOST pointing at it.

    The emulator's own ``Server`` can neither choose a port nor say that one was taken (it waits for ever), so
    its request handler is given to a server that binds port 0.
    """
    storage = Storage(use_memory_fs=True)
    emulator = Emulator(address="", storage=storage)
    with serving(partial(_FaithfulHandler, emulator), port) as emulator.address:
        yield emulator


@contextmanager
def refusing_service(status: int) -> Iterator[None]:
    """Run a service that answers every request with ``status`` and a text that nobody should see."""
    with serving(partial(_Refusal, status)):
        yield


@contextmanager
def serving(handler, port: int = 0) -> Iterator[str]:
    """Serve HTTP on a free port (or this one) and point Google's storage client at it; give its address."""
    server = _Server(("127.0.0.1", port), handler)
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
    """The emulator's handler, and what the studio leans on and the emulator ignores.

    That is: an upload that must be the first of its name, an object asked for by its generation, and
    permissions that are missing.
    """

    def __init__(self, emulator: Emulator, *args) -> None:
        self.emulator = emulator
        super().__init__(emulator.storage, *args)

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it so
        """Describe, list or give; only the generation that is asked for."""
        if self.path.partition("?")[0].endswith("/iam/testPermissions"):
            self._do(self._test_permissions)
        else:
            self._do(self._if_generation_fits(super().do_GET))

    def do_DELETE(self) -> None:  # noqa: N802 - http.server calls it so
        """Remove only the generation that is asked for."""
        self._do(self._if_generation_fits(super().do_DELETE))

    def do_POST(self) -> None:  # noqa: N802 - http.server calls it so
        """Begin an upload, copy or compose."""
        self._do(super().do_POST)

    def do_PATCH(self) -> None:  # noqa: N802 - http.server calls it so
        """Change a description."""
        self._do(super().do_PATCH)

    def do_PUT(self) -> None:  # noqa: N802 - http.server calls it so
        """Take a part of an upload."""
        self._do(self._put)

    def _do(self, work: Work) -> None:
        def alone() -> None:
            with self.emulator.lock:
                work()

        self.emulator.guard(self, alone)

    def _put(self) -> None:
        """Take a part of an upload, unless it must be the first of its name and is not."""
        query = parse_qs(urlsplit(self.path).query)
        upload = self.storage.resumable.get(query.get("upload_id", [""])[0])
        taken = upload and upload["name"] in self.storage.objects.get(upload["bucket"], {})
        if taken and query.get("ifGenerationMatch") == ["0"]:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(412)
        else:
            super().do_PUT()

    def _if_generation_fits(self, work: Work) -> Work:
        def checked() -> None:
            status = self._generation_problem()
            if status:
                self.send_error(status)
            else:
                work()

        return checked

    def _generation_problem(self) -> int:
        """The status for a generation that is gone (404) or is not the one expected (412), else 0."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        found = OBJECT_PATH.fullmatch(parts.path)
        if not found:
            return 0
        there = self.storage.objects.get(found["bucket"], {}).get(unquote(found["name"]))
        generation = str(there["generation"]) if there else "0"
        if there and query.get("generation", [generation]) != [generation]:
            return 404
        return 412 if query.get("ifGenerationMatch", [generation]) != [generation] else 0

    def _test_permissions(self) -> None:
        bucket = self.path.split("/b/")[1].partition("/")[0]
        if bucket not in self.storage.buckets:
            return self.send_error(404)
        asked = parse_qs(urlsplit(self.path).query).get("permissions", [])
        has = [permission for permission in asked if permission not in self.emulator.denied]
        content = json.dumps({"kind": "storage#testIamPermissionsResponse", "permissions": has}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

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
