"""What every answer tells the browser to forbid: other origins, frames, guesses of what a file is."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.serving.pictures import picture_sources
from core.settings import load_settings

STREAMLITS_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
YEAR_S = 31_536_000

ALLOWED = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "connect-src": "'self'",  # websockets of the same origin included
    "font-src": "'self' data:",
    "img-src": "'self' data: blob:",
    "manifest-src": "'self'",
    "media-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit and Plotly style elements one by one
    "worker-src": "'self' blob:",
}
"""What Streamlit's pages need, beside scripts; another origin is nowhere among it."""

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
}


class SecurityHeaders:
    """Middleware that adds the headers to every answer; what an answer says itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the headers on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        over_tls = came_over_tls(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), over_tls=over_tls)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def came_over_tls(scope: Scope) -> bool:
    """Whether the browser spoke TLS, with us or with a proxy that says so.

    Anybody may say so: what hangs on it must do no harm where it is not true.
    """
    said = Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip().lower()
    return scope.get("scheme") in {"https", "wss"} or said in {"https", "wss"}


@cache
def content_security_policy(frame_ancestors: str, pictures: str = "") -> str:
    """The policy.

    Args:
        frame_ancestors: The pages that may show the studio in a frame, nothing for none.
        pictures: Other origins whose pictures may be shown.
    """
    scripts = INLINE_SCRIPT.findall(STREAMLITS_PAGE.read_text(encoding="utf-8"))
    hashes = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts]
    # Components bring their scripts as texts, which Streamlit loads as blobs.
    script = " ".join(["'self'", "blob:", *hashes])
    images = f"{ALLOWED['img-src']} {pictures}".strip()
    policy = {**ALLOWED, "img-src": images, "script-src": script}
    policy["frame-ancestors"] = frame_ancestors or "'none'"
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def _add(headers: MutableHeaders, *, over_tls: bool) -> None:
    frame_ancestors = _frame_ancestors()
    headers.setdefault("content-security-policy", content_security_policy(frame_ancestors, picture_sources()))
    if not frame_ancestors:
        headers.setdefault("x-frame-options", "DENY")  # the same for browsers that do not know the policy
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if over_tls:
        headers.setdefault("strict-transport-security", f"max-age={YEAR_S}")


@cache
def _frame_ancestors() -> str:
    return load_settings().frame_ancestors
