"""Files come in from people who may put them somewhere; of anybody else not a byte is read.

Streamlit takes a file for every open page and keeps it in memory until the page is closed. It asks nobody
who is there, and the sign-in is a page too.
"""

from typing import TYPE_CHECKING

import anyio
from sqlmodel import Session
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.ui.resources import studio
from app.ui.session_cookie import token_in
from core.access import Action, PersonView, may
from core.errors import NotAllowed, StudioError
from core.settings import Settings
from core.sign_in_settings import SignIn

if TYPE_CHECKING:
    from core.sign_in.providers import Claims

UPLOADS = "/_stcore/upload_file"
BRINGING = (Action.IMPORT, Action.COMPARE, Action.SEE_RUNS)
"""What files are given for: pairs and prompts, answers of models, and logs of their training."""
NOBODY = "Sign in before you give the studio a file; if you were signed in, reload the page."
NO_PART = (
    "Files are for those who import data, compare answers or look at runs, which your roles include in no "
    "project; ask a lead to change them."
)
looking = anyio.CapacityLimiter(4)  # a database that hangs must not take the threads of everybody else


class Uploads:
    """Middleware before Streamlit's uploads. Where a name is enough, whoever is on this machine may."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        is_upload = scope["type"] == "http" and UPLOADS in scope["path"]
        if is_upload and not studio().settings.is_local:
            try:
                await anyio.to_thread.run_sync(_refuse_others, HTTPConnection(scope), limiter=looking)
            except StudioError as refusal:
                status = 403 if isinstance(refusal, NotAllowed) else 503
                await PlainTextResponse(str(refusal), status_code=status)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _refuse_others(asked: HTTPConnection) -> None:
    person = studio().db.ask(_person, asked)
    if person is None or person.paused:
        raise NotAllowed(NOBODY)
    if not any(may(role, action) for role in (person.role, *person.roles.values()) for action in BRINGING):
        raise NotAllowed(NO_PART)


def _person(session: Session, asked: HTTPConnection) -> PersonView | None:
    """Who asks, as the way of this studio knows them; those who came by a link for outside annotators not."""
    settings = studio().settings
    if settings.sign_in is SignIn.ACCOUNTS:
        from core.sign_in import Lifetime, session_person  # noqa: PLC0415 - most starts of the server need none

        found = session_person(session, token_in(asked.cookies, settings), Lifetime.of(settings))
        return None if found is None else found.person
    from app.ui.ways.arrivals import rules_of  # noqa: PLC0415 - as above
    from core.sign_in.providers import find_arrival  # noqa: PLC0415

    claims = _claims(asked, settings)
    return None if claims is None else find_arrival(session, claims, rules_of(settings)).person


def _claims(asked: HTTPConnection, settings: Settings) -> "Claims | None":
    """What the provider says: in the header that its proxy has signed, or in Streamlit's signed cookie."""
    from core.sign_in.providers import HEADER, Claims, keys_at, verify  # noqa: PLC0415 - as above

    if settings.is_behind_iap:
        keys = keys_at(settings.iap_keys_url)
        return verify(asked.headers.get(HEADER, ""), settings.iap_audience, keys)
    # Streamlit reads its cookie for sockets only, and has no public way to.
    from streamlit.web.server.starlette import starlette_websocket as sockets  # noqa: PLC0415
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME  # noqa: PLC0415

    kept = sockets._get_signed_cookie_with_chunks(asked.cookies, USER_COOKIE_NAME)  # noqa: SLF001
    user = sockets._parse_decoded_user_cookie(kept, settings.url) if kept else {}  # noqa: SLF001
    return Claims.of(user) if user.get("is_logged_in") else None
