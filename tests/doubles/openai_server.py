"""A made-up endpoint that speaks as OpenAI's does, with a judge behind it, and troubles on demand."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.doubles.choosing import Picks, choice_text, shorter

MODEL = "judge-1"
KEY = "sk-planted-0123456789abcdef"
SHAPES: dict[str, dict[str, Any]] = {
    "nonsense": {"content": "I like them both."},
    "silent": {"content": None},
    "refusal": {"content": None, "refusal": "I cannot judge that."},
    "filtered": {"content": "", "finish_reason": "content_filter"},
    "cut": {"content": "The first answer is", "finish_reason": "length"},
}
ODD: dict[str, tuple[str, str]] = {
    "html": ("text/html", "<html>Welcome</html>"),
    "broken": ("application/json", '{"choices": ['),
    "other shape": ("application/json", '{"choices": []}'),
    "a list": ("application/json", "[]"),
}


@dataclass
class Endpoint:
    """What it does.

    Attributes:
        address: Its base URL.
        picks: How the judge chooses.
        trouble: Of `SHAPES` or `ODD`, ``status``, ``slow``, ``away`` (the connection is cut) or ``redirect``.
        share: On how many calls it happens, spread evenly.
        status: Of the trouble ``status``.
        message: What it says then.
        refuses: Parameters that the model does not take.
        key: What it wants to be shown; empty for nothing.
        seconds: How long a slow answer takes, or each.
        asked: The bodies of all requests.
        headers: Their headers.
        most_busy: How many it was answering at the same time, at most.
    """

    address: str = ""
    picks: Picks = shorter
    trouble: str = ""
    share: float = 1.0
    status: int = 503
    message: str = "The server is overloaded."
    refuses: tuple[str, ...] = ()
    key: str = ""
    seconds: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def prompts(self) -> list[str]:
        """What it was asked."""
        return [body["messages"][-1]["content"] for body in self.asked]

    @contextmanager
    def at_it(self) -> Iterator[None]:
        """Count those that are answered at the same time."""
        with self.lock:
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
        yield
        with self.lock:
            self.busy -= 1

    def note(self, body: dict[str, Any], headers: dict[str, str]) -> str:
        """Keep a request; the trouble that it meets."""
        with self.lock:
            self.asked.append(body)
            self.headers.append(headers)
            number = len(self.asked)
            met = int(number * self.share + 1e-9) > int((number - 1) * self.share + 1e-9)
        return self.trouble if met else ""

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, str, str]:
        """Status, type and content for a request."""
        trouble = self.note(body, headers)
        if self.seconds and trouble in {"", "slow"}:
            time.sleep(self.seconds)
        if self.key and headers.get("authorization") != f"Bearer {self.key}":
            said = f"Incorrect API key provided: {headers.get('authorization', 'none')}."
            return _refusal(401, said, code="invalid_api_key")
        if trouble == "status":
            return _refusal(self.status, self.message)
        if trouble in ODD:
            return (200, *ODD[trouble])
        if body["model"] != MODEL:
            return _refusal(404, f"The model `{body['model']}` does not exist.", code="model_not_found")
        if unknown := next((name for name in self.refuses if name in body), ""):
            return _refusal(400, f"Unsupported parameter: '{unknown}'.", param=unknown)
        return 200, "application/json", json.dumps(self._completion(body, trouble))

    def _completion(self, body: dict[str, Any], trouble: str) -> dict[str, Any]:
        prompt = body["messages"][-1]["content"]
        shape = SHAPES.get(trouble) or {"content": choice_text(prompt, self.picks)}
        message = {"role": "assistant", "content": shape["content"], "refusal": shape.get("refusal")}
        choice = {"index": 0, "message": message, "finish_reason": shape.get("finish_reason", "stop")}
        used = {"prompt_tokens": len(prompt) // 4, "completion_tokens": 20}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": body["model"],
            "choices": [choice],
            "usage": used | {"total_tokens": sum(used.values())},
        }


def _refusal(status: int, message: str, *, code: str | None = None, param: str | None = None):
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return status, "application/json", json.dumps({"error": error})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, endpoint: Endpoint, *args) -> None:
        self.endpoint = endpoint
        super().__init__(*args)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.endpoint.trouble == "away":
            self.endpoint.note(body, headers)
            return
        if self.endpoint.trouble == "redirect":
            self.endpoint.note(body, headers)
            self._send(307, "text/plain", "", Location="http://127.0.0.1:9/v1/chat/completions")
            return
        with self.endpoint.at_it():
            found = self.endpoint.answer(body, headers)
        self._send(*found)

    def _send(self, status: int, kind: str, content: str, **headers: str) -> None:
        data = content.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(data)
        except ConnectionError:  # who asked has given up waiting
            self.close_connection = True

    def log_message(self, *_args) -> None:
        """Print nothing."""


@contextmanager
def running_endpoint() -> Iterator[Endpoint]:
    """An endpoint on a free port of this machine."""
    endpoint = Endpoint()
    server = _Server(("127.0.0.1", 0), partial(_Handler, endpoint))
    endpoint.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
