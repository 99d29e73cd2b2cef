"""The Identity-Aware Proxy without Google: keys of our own, published as Google publishes its own."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from google.auth import jwt
from google.auth.crypt import EsSigner

AUDIENCE = "/projects/123456789/locations/europe-west1/services/studio"
ISSUER = "https://cloud.google.com/iap"
ADA = "accounts.google.com:1001"


@dataclass
class Proxy:
    """What the proxy signs with, and the address where its keys can be fetched.

    Attributes:
        url: Where the keys are published.
        published: The keys that are, by name; a test may take some away.
        failing: How many of the next requests for keys are answered with an error.
        asked: How often somebody asked for them.
    """

    url: str = ""
    published: dict[str, str] = field(default_factory=dict)
    failing: int = 0
    asked: int = 0
    signers: dict[str, EsSigner] = field(default_factory=dict)

    def add_key(self, name: str, *, publish: bool = True) -> str:
        """Make a key of this name; return the name."""
        key = ec.generate_private_key(ec.SECP256R1())
        self.signers[name] = EsSigner(key, key_id=name)
        if publish:
            self.published[name] = public_text(key)
        return name

    def sign(self, key: str = "first", /, **claims: Any) -> str:
        """The header that the proxy would send for Ada, with these claims instead of the usual ones."""
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": ADA,
            "email": "ada@example.org",
            "hd": "example.org",
            "iat": int(time.time()),
            "exp": int(time.time()) + 600,
            **claims,
        }
        given = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(self.signers[key], given).decode()


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """A key's public half as Google publishes it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@contextmanager
def proxy_running() -> Iterator[Proxy]:
    """A proxy with one published key, its keys served from a thread of this process."""
    proxy = Proxy()
    proxy.add_key("first")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxy.asked += 1
            fails = proxy.failing > 0
            proxy.failing -= fails
            self.send_response(503 if fails else 200)
            self.end_headers()
            self.wfile.write(json.dumps({} if fails else proxy.published).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.url = f"http://127.0.0.1:{server.server_port}/iap/verify/public_key"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
