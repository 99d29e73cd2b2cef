"""The interface over HTTP on this machine, for what only shows on a wire."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from app.api import ROOT
from app.api.build import build
from core.services import Studio
from tests.loop_helpers import wait_until


@contextmanager
def served(studio: Studio) -> Iterator[str]:
    """The address of a server with a studio's interface, for a while."""
    app = Starlette(routes=[Mount(ROOT, build(lambda: studio))])
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, "the server listens")
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
