"""The hub's HTTP interface, as `huggingface_hub` 2.4 asks for it."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.doubles.hub.repository import Commit, Repository, is_large

TOKEN = "hf_planted0123456789abcdefghijklmnop"  # noqa: S105 - of nobody


@dataclass
class Hub:
    """What it has and what it was asked.

    Attributes:
        address: Where it is.
        repositories: By name.
        may_write: Whether the account of the token may.
        refuses: An answer of this status to every request; 0 for none.
        before_commit: Called before a commit is looked at, as if somebody else were quicker.
        asked: Methods and paths of all requests.
        ranges: The parts of files that were fetched, as (path, first, last byte).
        uploaded: Large files, by their sha256.
        authorizations: Headers with a token, by path.
    """

    address: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    may_write: bool = True
    refuses: int = 0
    before_commit: Callable[[Repository], object] = lambda _: None
    asked: list[str] = field(default_factory=list)
    ranges: list[tuple[str, int, int]] = field(default_factory=list)
    uploaded: dict[str, bytes] = field(default_factory=dict)
    authorizations: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, files: dict[str, bytes], **about: bool) -> Repository:
        """Make a repository with one commit."""
        made = self.repositories[name] = Repository(name, **about)
        made.commit(files)
        return made


@contextmanager
def running_hub() -> Iterator[Hub]:
    """A hub on this machine, for as long as needed."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, hub))
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Refused(Exception):  # noqa: N818 - the answer is the error
    """An answer that is none of 200."""

    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, hub: Hub, *args: Any) -> None:
        self.hub = hub
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the standard library's names

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length) if length else self._chunks()
        parts = urlsplit(self.path)
        self.query = parse_qs(parts.query)
        self.hub.asked.append(f"{self.command} {parts.path}")
        self.hub.authorizations[parts.path] = self.headers.get("Authorization", "")
        try:
            self._go(f"{self.command} {parts.path}")
        except Refused as refused:
            self._send(refused.status, json.dumps({"error": refused.message}).encode(), refused)

    def _go(self, wanted: str) -> None:
        if self.hub.refuses:
            raise Refused(self.hub.refuses, message="Not now.")
        for pattern, what in WAYS:
            if found := re.fullmatch(pattern, wanted):
                what(self, *map(unquote, found.groups(default="")))
                return
        raise Refused(404, message="No such way.")

    def _chunks(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return b""
        body = bytearray()
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return bytes(body)

    def _send(self, status: int, content: bytes, refused: Refused | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if refused and refused.code:
            self.send_header("X-Error-Code", refused.code)
        if refused and refused.message:
            self.send_header("X-Error-Message", refused.message)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def tell(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), content_type="application/json")

    @property
    def signed(self) -> bool:
        sent = self.headers.get("Authorization", "")
        if sent and sent != f"Bearer {TOKEN}":
            raise Refused(401, message="Invalid credentials in Authorization header")
        return bool(sent)

    def repository(self, name: str) -> Repository:
        signed, found = self.signed, self.hub.repositories.get(name)
        if found is None or (found.private and not signed):
            raise Refused(404 if signed else 401, "RepoNotFound", "Repository not found")
        return found

    def commit(self, name: str, revision: str) -> tuple[Repository, Commit]:
        repository = self.repository(name)
        found = repository.at(revision or "main")
        if found is None:
            raise Refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return repository, found

    def readable(self, name: str, revision: str) -> tuple[Repository, Commit]:
        repository, found = self.commit(name, revision)
        if repository.gated:
            raise Refused(403 if self.signed else 401, "GatedRepo", "Access to this dataset is restricted.")
        return repository, found

    def writable(self, name: str) -> Repository:
        found = self.repository(name)
        if not self.signed or not self.hub.may_write:
            raise Refused(403, message="You don't have the rights to create a commit")
        return found


def about(to: _Handler, name: str, revision: str) -> None:
    repository, found = to.commit(name, revision)
    to.tell({"_id": "1", "id": repository.id, "sha": found.oid, "private": repository.private})


def paths_info(to: _Handler, name: str, revision: str) -> None:
    repository, found = to.readable(name, revision)
    form = parse_qs(to.body.decode())
    expand = form.get("expand", [""])[0].lower() == "true"
    to.tell(
        [repository.told(found, path, expand=expand) for path in form.get("paths", []) if path in found.files]
    )


def tree(to: _Handler, name: str, revision: str, folder: str) -> None:
    repository, found = to.readable(name, revision)
    inside = f"{folder}/" if folder else ""
    below = [path for path in sorted(found.files) if path.startswith(inside)]
    if folder and not below:
        raise Refused(404, "EntryNotFound", f"{folder} does not exist on {revision}")
    folders = {path.rpartition("/")[0] for path in below} - {"", folder}
    told = [{"type": "directory", "path": each, "size": 0, "oid": "0" * 40} for each in sorted(folders)]
    to.tell(told + [repository.told(found, path, expand=False) for path in below])


def resolve(to: _Handler, name: str, revision: str, path: str) -> None:
    _, found = to.readable(name, revision)
    if path not in found.files:
        raise Refused(404, "EntryNotFound", "Entry not found")
    content = found.files[path]
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", to.headers.get("Range", ""))
    first, last = (int(asked[1]), min(int(asked[2]), len(content) - 1)) if asked else (0, len(content) - 1)
    to.hub.ranges.append((path, first, last))
    to._send(206 if asked else 200, content[first : last + 1], X_Repo_Commit=found.oid)  # noqa: SLF001


def create(to: _Handler) -> None:
    wanted = json.loads(to.body)
    name = f"{wanted['organization']}/{wanted['name']}"
    if not to.signed or not to.hub.may_write:
        raise Refused(403, message="You don't have the rights to create a dataset under this namespace")
    if name in to.hub.repositories:
        raise Refused(409, message="You already created this dataset repo")
    to.hub.add(name, {".gitattributes": b"*.parquet filter=lfs\n"}, private=wanted["visibility"] == "private")
    to.tell({"url": f"{to.hub.address}/datasets/{name}", "name": name, "id": "1"})


def preupload(to: _Handler, name: str, revision: str) -> None:
    repository = to.writable(name)
    found = repository.at(revision)
    modes = []
    for each in json.loads(to.body)["files"]:
        path, large = each["path"], is_large(each["path"], each["size"])
        mode = {"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": False}
        if found and path in found.files:
            told = repository.told(found, path, expand=False)
            mode["oid"] = told["lfs"]["oid"] if large else told["oid"]
        modes.append(mode)
    to.tell({"files": modes})


def batch(to: _Handler, name: str) -> None:
    to.writable(name)
    objects = []
    for each in json.loads(to.body)["objects"]:
        upload = {"href": f"{to.hub.address}/large/{each['oid']}"}
        actions = {} if each["oid"] in to.hub.uploaded else {"actions": {"upload": upload}}
        objects.append(each | actions)
    to.tell({"transfer": "basic", "objects": objects})


def large(to: _Handler, oid: str) -> None:
    if hashlib.sha256(to.body).hexdigest() != oid:
        raise Refused(400, message="Another content")
    to.hub.uploaded[oid] = to.body
    to.tell({})


def commit(to: _Handler, name: str, revision: str) -> None:
    repository = to.writable(name)
    to.hub.before_commit(repository)
    lines = [json.loads(line) for line in to.body.splitlines()]
    header = next(line["value"] for line in lines if line["key"] == "header")
    head = repository.at(revision)
    if header.get("parentCommit") and head and header["parentCommit"] != head.oid:
        raise Refused(412, message="A commit has happened since. Please refresh and try again.")
    files = {
        line["value"]["path"]: base64.b64decode(line["value"]["content"])
        for line in lines
        if line["key"] == "file"
    }
    files |= {
        line["value"]["path"]: to.hub.uploaded[line["value"]["oid"]]
        for line in lines
        if line["key"] == "lfsFile"
    }
    gone = tuple(line["value"]["path"] for line in lines if line["key"] == "deletedFile")
    oid = repository.commit(files, header["summary"], gone)
    to.tell(
        {"success": True, "commitOid": oid, "commitUrl": f"{to.hub.address}/datasets/{name}/commit/{oid}"}
    )


def yaml(to: _Handler) -> None:
    fine = json.loads(to.body)["content"].startswith("---\n")
    to.tell({"errors": [] if fine else [{"message": "empty or missing yaml metadata"}], "warnings": []})


ID = r"([^/]+/[^/]+?)"
WAYS: list[tuple[str, Callable[..., None]]] = [
    (rf"GET /api/datasets/{ID}(?:/revision/([^/]+))?", about),
    (rf"POST /api/datasets/{ID}/paths-info/([^/]+)", paths_info),
    (rf"GET /api/datasets/{ID}/tree/([^/]+)(?:/(.+))?", tree),
    (rf"(?:GET|HEAD) /datasets/{ID}/resolve/([^/]+)/(.+)", resolve),
    (r"POST /api/repos/create", create),
    (rf"POST /api/datasets/{ID}/preupload/([^/]+)", preupload),
    (rf"POST /datasets/{ID}\.git/info/lfs/objects/batch", batch),
    (r"PUT /large/(.+)", large),
    (rf"POST /api/datasets/{ID}/commit/([^/]+)", commit),
    (r"POST /api/validate-yaml", yaml),
]
