"""How texts are meant, as components are told; what draws them is loaded once, by its hash."""

from functools import cache
from hashlib import sha256
from typing import TypedDict

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.ui.components.assembly import FRONTEND, assemble

ENTRY = "content.js"
LIBRARIES = ("markdown-it.umd.min.js", "purify.min.js")
"""What reads Markdown and what lets through only what is allowed, as their makers publish them."""
KEPT = {"cache-control": "public, max-age=31536000, immutable"}


class ShownAs(TypedDict):
    """How the texts of a project are shown.

    Attributes:
        kind: ``plain``, ``markdown`` or ``dialogue``.
        markdown: Whether Markdown is read, in dialogues inside their turns.
        endings: Ends of prompts that are dimmed.
        hosts: Whose pictures are fetched; of all others the address is shown.
        module: The address of what draws texts; without it they are shown as they are written.
    """

    kind: str
    markdown: bool
    endings: list[str]
    hosts: list[str]
    module: str


def module_address() -> str:
    """Where the browser finds what draws texts."""
    return f"{_base()}/content/{version()}/{ENTRY}"


@cache
def files() -> dict[str, bytes]:
    """What the browser loads, by name."""
    vendor = FRONTEND / "vendor"
    libraries = {name: (vendor / name).read_bytes() for name in LIBRARIES}
    return {ENTRY: assemble(FRONTEND / "content" / ENTRY).encode(), **libraries}


@cache
def version() -> str:
    """The hash of all of it: whatever changes has another address, so a browser may keep what it has."""
    return sha256(b"\0".join(files().values())).hexdigest()[:20]


async def content_file(request: Request) -> Response:
    """Give one of the files, under the hash of all of them only."""
    asked = request.path_params
    text = files().get(asked["name"]) if asked["version"] == version() else None
    if text is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    return Response(text, media_type="text/javascript", headers=KEPT)


def _base() -> str:
    """What Streamlit's own addresses begin with; nothing, or a path without a slash at its end."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


ROUTES = [Route(f"{base}/content/{{version}}/{{name}}", content_file) for base in {"", _base()}]
