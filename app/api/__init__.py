"""The interface for programs, under ``/api/v1``: the studio's actions over HTTP, for whoever has a token."""

from functools import cache

from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

ROOT = "/api/v1"


@cache
def interface() -> ASGIApp:
    """The interface of this process's studio; FastAPI and what it needs are loaded here, and kept."""
    from app.api.build import build  # noqa: PLC0415 - a tenth of a second that no page waits for
    from app.ui.resources import studio  # noqa: PLC0415 - likewise

    return build(studio)


async def on_demand(scope: Scope, receive: Receive, send: Send) -> None:
    """Load the interface when the first request comes, unless the server has done so meanwhile."""
    app = await to_thread.run_sync(interface)
    await app(scope, receive, send)
