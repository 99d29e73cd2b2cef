"""Tokens that say to one host who the studio is, for each kind of account that Google gives them to."""

import http.server
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from google.auth import compute_engine, impersonated_credentials, jwt
from google.auth.transport.requests import Request

from core.cloud import identity_token
from core.cloud.account import Account, account
from core.cloud.identity_tokens import _identified
from core.errors import NotAllowed

AUDIENCE = "https://a.example"


def test_tokens_are_kept_and_belong_to_a_host(cloud):
    """One for all addresses of a host; another host has another."""
    first = identity_token(f"{AUDIENCE}/score")
    assert identity_token(AUDIENCE) == first
    assert cloud.requests == ["token"]
    assert cloud.identity.audience_of(first) == AUDIENCE
    claims = jwt.decode(first, verify=False)
    assert (claims["aud"], claims["email"]) == (AUDIENCE, cloud.email)
    assert cloud.identity.audience_of(identity_token("https://a.example:8443")) == "https://a.example:8443"


def test_a_refusal_is_said_in_words(cloud):
    cloud.expire_credentials()
    with pytest.raises(NotAllowed, match=r"a sign-in for https://c\.example"):
        identity_token("https://c.example")


def test_an_account_that_stands_for_another_asks_for_that_one(cloud):
    """As `gcloud auth application-default login --impersonate-service-account` leaves it."""
    made = impersonated_credentials.Credentials(account().credentials, "other@x.example", ["scope"])
    found = _identified(Account("application default", "", "", made), AUDIENCE)
    assert isinstance(found, impersonated_credentials.IDTokenCredentials)
    assert found._target_audience == AUDIENCE  # noqa: SLF001 - it can be seen nowhere else


def test_a_machine_at_google_asks_its_metadata(cloud, monkeypatch):
    """Of which there is a stand-in here, with a token that the cloud has signed."""
    token = identity_token(AUDIENCE)

    class Metadata(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = parse_qs(parts.query)
            self.send_response(200)
            self.send_header("Metadata-Flavor", "Google")
            found = token if asked.get("audience") == [AUDIENCE] else '{"email": "machine@x.example"}'
            json = not parts.path.endswith("/identity")
            self.send_header("Content-Type", "application/json" if json else "application/text")
            self.end_headers()
            self.wfile.write(found.encode())

        def log_message(self, *_args) -> None:
            """Print nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metadata)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    monkeypatch.setattr("google.auth.compute_engine._metadata._GCE_METADATA_HOST", host)
    try:
        made = Account("application default", "", "", compute_engine.Credentials())
        found = _identified(made, AUDIENCE)
        found.refresh(Request())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert found.token == token
    assert found.valid
