"""The harness behind what surrounds the studio: the routes of what draws texts, and the headers."""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.serving.headers import SecurityHeaders
from app.ui.components.content import ROUTES


async def leave(request: Request) -> Response:
    """Write down who has left, as the studio gives their pairs back."""
    with Path(os.environ["HARNESS_ANSWERS"]).with_name("left").open("a", encoding="utf-8") as file:
        file.write(f"{request.path_params['token']}\n")
    return Response(status_code=204)


app = st.App(
    Path(__file__).with_name("harness_labeller.py"),
    routes=[*ROUTES, Route("/leave/{token}", leave, methods=["POST"])],
    middleware=[Middleware(SecurityHeaders)],
)
