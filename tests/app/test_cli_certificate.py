"""A studio elsewhere whose certificate nobody vouches for: what the command says, and what helps."""

import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.nginx_server import write_certificate


class Nobody(BaseHTTPRequestHandler):
    """Answers as the studio does to a token it does not know."""

    def do_GET(self):
        """Refuse."""
        body = b'{"detail": "This token is nobody\'s."}'
        self.send_response(401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture
def own(tmp_path):
    """A server with a certificate of its own."""
    write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "studio.crt", tmp_path / "studio.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), Nobody) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_certificate_that_is_not_trusted_says_what_to_set(own, prefstudio, monkeypatch, tmp_path):
    """And with that set the studio is reached."""
    monkeypatch.setenv("PREFSTUDIO_TOKEN", "pst_x")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    said = prefstudio("--url", own, "whoami").refusal
    assert said.startswith(f"The certificate of {own}/api/v1 is not trusted on this machine")
    assert "REQUESTS_CA_BUNDLE=fullchain.pem" in said
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "studio.crt"))
    assert prefstudio("--url", own, "whoami").refusal == "This token is nobody's."
