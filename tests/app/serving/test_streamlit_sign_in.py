"""What Streamlit is told of the provider, and what of its answers is mended on the way out."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from app.serving.oidc import StreamlitSignIn, cookie_secret, streamlit_secrets
from core.settings import Settings
from core.sign_in_settings import SignIn

SECRET = "a-secret-nobody-may-see"  # noqa: S105 - of a test
OIDC = {
    "sign_in": "oidc",
    "url": "https://studio.example.org",
    "oidc_metadata_url": "https://login.example.org/.well-known/openid-configuration",
    "oidc_client_id": "studio",
    "oidc_client_secret": SECRET,
    "sign_in_domains": "example.org",
}


def settings(**given: Any) -> Settings:
    return Settings(**{**OIDC, **given})


def answered(path: str, status: int, cookies: list[str], *, https: bool = True, way: str = "oidc") -> tuple:
    """Status, cookies and body of what Streamlit's answer becomes."""

    async def streamlit(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"set-cookie", one.encode()) for one in cookies] + [(b"content-length", b"20")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"Authentication error"})

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    given = SimpleNamespace(sign_in=SignIn(way), is_https=https)
    asyncio.run(StreamlitSignIn(streamlit, lambda: given)({"type": "http", "path": path}, None, send))
    kept = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    body = sent[1]["body"].decode()
    assert dict(sent[0]["headers"])[b"content-length"] == str(len(body.encode())).encode()
    return sent[0]["status"], kept, body


def test_streamlit_is_told_of_the_provider_and_of_nothing_where_there_is_none():
    [auth] = streamlit_secrets(settings()).values()
    assert auth["redirect_uri"] == "https://studio.example.org/oauth2callback"
    assert auth["client_secret"] == SECRET
    assert streamlit_secrets(Settings()) == {}


def test_all_replicas_sign_alike_and_a_new_secret_signs_otherwise():
    one = cookie_secret(settings())
    assert one == cookie_secret(settings())
    assert one != cookie_secret(settings(oidc_client_secret=SECRET[::-1]))
    assert one != cookie_secret(settings(oidc_client_id="other"))
    assert len(one) == 64
    assert SECRET not in one


@pytest.mark.parametrize(("https", "kept"), [(True, ["a=1; Path=/; Secure"] * 2), (False, ["a=1; Path=/"])])
def test_over_tls_cookies_travel_over_tls_only(https, kept):
    cookies = ["a=1; Path=/", "a=1; Path=/; Secure"][: len(kept)]
    assert answered("/oauth2callback", 302, cookies, https=https)[1] == kept


def test_a_provider_that_cannot_be_reached_is_a_sentence():
    status, _, body = answered("/auth/login", 400, [])
    assert status == 502
    assert body.startswith("The studio could not reach the provider of your account")
    assert answered("/auth/login", 302, [])[::2] == (302, "Authentication error")
    assert answered("/other", 400, [])[::2] == (400, "Authentication error")


def test_other_ways_are_left_alone():
    assert answered("/auth/login", 400, ["a=1"], way="accounts") == (400, ["a=1"], "Authentication error")
