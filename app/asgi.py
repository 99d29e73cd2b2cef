"""The server around the pages: follower of runs, health, one place for unexpected errors."""

import gc
import logging
import pkgutil
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import Any

import anyio
import streamlit as st
from sqlalchemy.orm import configure_mappers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Mount, Route

from app import ui
from app.accounts import ROUTES as ACCOUNT_ROUTES
from app.api import ROOT, interface, on_demand
from app.serving.enrol import come, leave_enrolment
from app.serving.headers import SecurityHeaders
from app.serving.health import alive, ready
from app.serving.metrics import FiguresForFew, metrics
from app.serving.oidc import StreamlitSignIn, streamlit_secrets
from app.serving.pictures import read_picture_hosts
from app.serving.requests import Requests
from app.serving.same_site import from_our_pages
from app.serving.stopping import stop
from app.serving.uploads import Uploads
from app.ui.actions import plain
from app.ui.components.content import ROUTES as CONTENT_ROUTES
from app.ui.guard import Guard, refuse_open_address, refuse_other_proxies
from app.ui.iap_gate import IapGate
from app.ui.resources import studio
from app.ui.ways import module_of
from core.demo import make_ready
from core.errors import StudioError, refused_by_system
from core.logs import write_to_terminal
from core.measures import REFUSED, count
from core.services import Studio
from core.settings import Settings, load_settings

log = logging.getLogger("prefstudio.app")
FIRST_PAGE_SECONDS = 3.0
"""So long the server does nothing else: one who opens the studio is about to see its first page."""
FIRST_PAGE = ("app.ui.sign_in", "app.ui.assigned")
"""What the first page is made of."""
ICON = Path(__file__).parent / "ui" / "assets" / "icon.svg"
TOKEN = re.compile(r"[0-9a-f]{32}")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the studio before the first page asks for it, and follow runs while it is open."""
    opened = studio()
    refuse_open_address(opened.settings)
    refuse_other_proxies(opened.settings)
    make_ready(opened)
    with opened.db.read() as session:
        read_picture_hosts(session)
    ended = Event()
    behind = Thread(target=_work_behind, args=(opened, ended), name="behind")
    behind.start()
    if opened.settings.log_format == "json":
        write_to_terminal()
    stop.watch(opened.db, seconds=opened.settings.stop_seconds)
    try:
        yield {}
    finally:
        ended.set()
        await anyio.to_thread.run_sync(behind.join)
        opened.close()


def _work_behind(opened: Studio, ended: Event) -> None:
    """What the first page must not wait for: to follow runs, load the other pages, learn words to search by.

    What the first page itself is made of is loaded while the browser still reads Streamlit's own files.
    """
    for name in (*FIRST_PAGE, module_of(opened.settings.sign_in)):
        import_module(name)
    configure_mappers()
    if ended.wait(FIRST_PAGE_SECONDS):
        return
    from core.labelling.finding import keep_searchable  # noqa: PLC0415 - see above
    from core.training.following import Follower, mirror_files, watch_curves  # noqa: PLC0415 - see above

    mirror = mirror_files(opened.settings.cache_folder, opened.settings.cache_megabytes * 1_000_000)
    look = watch_curves(opened.settings.cache_folder)
    follower = Follower(opened.db, seconds=opened.settings.poll_seconds, mirror=mirror, look=look)
    follower.start()
    try:
        _load_pages()
        keep_searchable(opened.db, ended)
    finally:
        follower.stop()


def _load_pages() -> None:
    """What is loaded stays: the collector, which the command stopped, need not look through it again."""
    try:
        for module in pkgutil.walk_packages(ui.__path__, "app.ui."):
            import_module(module.name)
        interface()
    except Exception:  # whoever opens the page that needs it is told
        log.exception("page_not_loaded")
    finally:
        gc.freeze()
        gc.enable()


leaving = anyio.CapacityLimiter(4)  # a database that hangs must not take the threads of everybody else


@from_our_pages
async def leave_page(request: Request) -> JSONResponse:
    """A browser says, as its page closes, that the pairs it holds may go to others soon."""
    token = request.path_params["token"]
    try:
        if TOKEN.fullmatch(token):
            await anyio.to_thread.run_sync(_leave, token, limiter=leaving)
    except StudioError:  # its leases run out by themselves
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


async def icon(_: Request) -> FileResponse:
    """Give our icon to a page that names none, where Streamlit has its own."""
    return FileResponse(ICON, media_type="image/svg+xml")


def _leave(token: str) -> None:
    from core.labelling.queue import leave_by_token  # noqa: PLC0415 - whoever leaves has loaded it

    with studio().db.write(alone=False) as session:
        leave_by_token(session, token)


def show_unexpected(error: Exception) -> bool:
    """Tell the person what happened in a sentence; what nobody foresaw goes to the log under a reference."""
    if isinstance(error, StudioError):
        count(REFUSED, type(error).__name__)
        st.error(plain(str(error)), icon=":material/block:")
        return True
    count(REFUSED, "unexpected")
    reference = secrets.token_hex(4)
    log.error("unexpected_error reference=%s", reference, exc_info=error)
    refused = refused_by_system(error).removesuffix(".") if isinstance(error, OSError) else ""
    st.error(
        f"{plain(refused) or 'Something went wrong that the studio did not expect'} (reference {reference}). "
        "What you did last may not have been saved; "
        "reload the page to see. The details are in the log, under this reference.",
        icon=":material/error:",
    )
    return True


def settings() -> Settings:
    """Those of the one studio."""
    return studio().settings


app = st.App(
    Path(__file__).parent / "main.py",
    secrets=streamlit_secrets(load_settings()),
    lifespan=lifespan,
    routes=[
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/metrics", metrics),
        Route("/leave/{token}", leave_page, methods=["POST"]),
        Route("/favicon.png", icon),
        Route("/enrol", come, methods=["GET", "POST"]),
        Route("/enrol/leave", leave_enrolment, methods=["GET", "POST"]),
        *ACCOUNT_ROUTES,
        *CONTENT_ROUTES,
        Mount(ROOT, on_demand),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(Requests),
        Middleware(Guard, settings=settings),
        Middleware(FiguresForFew),
        Middleware(IapGate, settings=settings),
        Middleware(StreamlitSignIn, settings=settings),
        Middleware(Uploads),
    ],
    on_script_error=show_unexpected,
)
