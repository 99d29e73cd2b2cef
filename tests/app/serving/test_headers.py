"""The headers of every answer, and the one setting among them."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.serving import headers, pictures
from app.serving.headers import SecurityHeaders, content_security_policy
from core.errors import InvalidInput
from core.labelling import Presentation, ProjectSettings, ProjectView
from core.settings import load_settings
from tests.app.asgi_client import Answer, ask


async def plain(_request):
    return PlainTextResponse("plain", headers={"referrer-policy": "no-referrer"})


@pytest.fixture
def get(monkeypatch, tmp_path):
    """Somebody who asks a small app behind the middleware."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(headers, "_frame_ancestors", lambda: load_settings().frame_ancestors)
    app = SecurityHeaders(Starlette(routes=[Route("/", plain)]))

    def ask_for(address: str, **headers: str) -> Answer:
        return ask(app, address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return ask_for


def test_no_page_shows_the_studio_in_a_frame(get):
    said = get("http://studio/").headers
    assert "frame-ancestors 'none'" in said["content-security-policy"]
    assert said["x-frame-options"] == "DENY"


def test_a_page_that_may(get, monkeypatch):
    monkeypatch.setenv("PREFSTUDIO_FRAME_ANCESTORS", "https://portal.example.org 'self'")
    said = get("http://studio/").headers
    assert "frame-ancestors https://portal.example.org 'self'" in said["content-security-policy"]
    assert "x-frame-options" not in said


@pytest.mark.parametrize(
    "value",
    ["*", "https://a; script-src *", "'none'", "portal.example.org", "https://a,https://b", "https://*"],
)
def test_a_setting_that_would_say_something_else(monkeypatch, tmp_path, value):
    """Neither everybody nor another directive can be smuggled in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFSTUDIO_FRAME_ANCESTORS", value)
    with pytest.raises(InvalidInput, match="PREFSTUDIO_FRAME_ANCESTORS: "):
        load_settings()


def test_no_other_origin_is_in_the_policy():
    """Sources are words and schemes of the page itself; scripts that stand in the page go by their hash."""
    policy = dict(one.split(" ", 1) for one in content_security_policy("").split("; "))
    assert policy["default-src"] == "'none'"
    assert "'sha256-" in policy["script-src"]
    assert "unsafe" not in policy["script-src"]
    sources = {one for line in policy.values() for one in line.split() if not one.startswith("'sha256-")}
    assert sources == {"'none'", "'self'", "'unsafe-inline'", "blob:", "data:"}


def test_pictures_of_hosts_that_leads_allow(get, monkeypatch):
    """Of exactly those, over TLS; a project that allows none any more takes its hosts away."""
    monkeypatch.setattr(pictures, "_ALLOWED", {})
    for hosts in (("b.example.org", "a.example.org"), ()):
        shown = Presentation(picture_hosts=hosts)
        pictures.allow_pictures([ProjectView.to_be(ProjectSettings("One", presentation=shown))])
        policy = get("http://studio/").headers["content-security-policy"]
        expected = "".join(f" https://{host}" for host in sorted(hosts))
        assert f"; img-src 'self' data: blob:{expected}; " in policy


def test_every_answer_has_them(get):
    """Those that are not there too; what an answer says itself stays."""
    missing, found = get("http://studio/nowhere").headers, get("http://studio/").headers
    assert missing["x-content-type-options"] == found["x-content-type-options"] == "nosniff"
    assert missing["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in missing["permissions-policy"]
    assert (missing["referrer-policy"], found["referrer-policy"]) == ("same-origin", "no-referrer")


def test_over_tls_the_browser_comes_back_so(get):
    """With us, or with a proxy that says so; in the clear it would not be believed, and is not said."""
    assert "strict-transport-security" not in get("http://studio/").headers
    assert "strict-transport-security" in get("http://studio/", x_forwarded_proto="https").headers
    assert "strict-transport-security" in get("https://studio/").headers


def test_sockets_pass(get):
    """They have no such headers."""
    seen = []

    async def socket(scope, _receive, _send):
        seen.append(scope["type"])

    asyncio.run(SecurityHeaders(socket)({"type": "websocket", "headers": []}, None, None))
    assert seen == ["websocket"]
