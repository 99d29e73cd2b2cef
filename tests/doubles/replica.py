"""A small server in the place of a replica, for tests of what stands in front: says what reached it.

python replica.py PORT NAME
"""

import json
import os
import sys
import time
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

NAME = sys.argv[2] if len(sys.argv) > 2 else ""
METHODS = ["GET", "POST", "PUT", "DELETE"]
asked: list[str] = []


async def answer(request: Request) -> JSONResponse:
    """What came, as the studio would see it; the body is counted as it comes in."""
    asked.append(f"{request.method} {request.url.path}")
    size, pieces, started = 0, 0, time.monotonic()
    async for piece in request.stream():
        size, pieces = size + len(piece), pieces + 1
    if request.url.path == f"/dies/{NAME}":
        os._exit(1)  # as a crash would, with the request in hand
    return JSONResponse(told(request) | {"size": size, "pieces": pieces, "s": time.monotonic() - started})


async def echo(socket: WebSocket) -> None:
    """First what came with the handshake, then every text back."""
    await socket.accept(subprotocol=next(iter(socket.scope["subprotocols"]), None))
    await socket.send_text(json.dumps(told(socket)))
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        return


def told(connection: Any) -> dict[str, Any]:
    """Who asks what of whom."""
    scope = connection.scope
    return {
        "replica": NAME,
        "asked": asked,
        "client": scope["client"][0],
        "scheme": scope["scheme"],
        "path": scope["path"],
        "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
    }


if __name__ == "__main__":
    routes = [WebSocketRoute("/_stcore/stream", echo), Route("/{path:path}", answer, methods=METHODS)]
    app = Starlette(routes=routes)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", ws="websockets-sansio")
