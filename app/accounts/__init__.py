"""What a browser asks for to sign in: passwords and tokens go past the pages; no script holds them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.serving.same_site import from_our_pages
from app.ui.resources import studio
from app.ui.session_cookie import forget_session, set_session, token_in
from core.db import Database
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, StudioError
from core.measures import SIGN_INS, count
from core.sign_in import (
    Browser,
    Lifetime,
    TooManyAttempts,
    accept_invitation,
    change_password,
    end_session,
    invited,
    reset_password,
    session_person,
    sign_in,
)
from core.sign_in_settings import SignIn

MOST_BYTES = 4096
"""Of a request: a name, two passwords and a token are far shorter."""
STATUS: Mapping[type[StudioError], int] = {InvalidInput: 422, NotAllowed: 403, NotFound: 404, Conflict: 409}
NO_STORE = {"cache-control": "no-store"}
working = anyio.CapacityLimiter(8)  # those who sign in must not take the threads of those who label
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Done:
    """What became of a request: the token of the session that the browser has now, and what it is told."""

    token: str | None = None
    told: Mapping[str, str] | None = None


Action = Callable[[Database, Fields, Browser], Done]


def _sign_in(db: Database, given: Fields, browser: Browser) -> Done:
    return Done(sign_in(db, given["name"], given["password"], browser))


def _invited(db: Database, given: Fields, browser: Browser) -> Done:  # noqa: ARG001 - as the others
    return Done(told={"name": invited(db, given["token"])})


def _accept(db: Database, given: Fields, browser: Browser) -> Done:
    return Done(accept_invitation(db, given["token"], given["name"], given["password"], browser))


def _reset(db: Database, given: Fields, browser: Browser) -> Done:
    return Done(reset_password(db, given["token"], given["password"], browser))


def _change(db: Database, given: Fields, browser: Browser) -> Done:
    found = db.ask(session_person, browser.token, browser.lifetime)
    if found is None:
        raise NotAllowed("You are not signed in any more; reload the page and sign in.")
    return Done(change_password(db, found.person, given["old"], given["password"], browser))


def _sign_out(db: Database, given: Fields, browser: Browser) -> Done:  # noqa: ARG001 - as the others
    with db.write() as session:
        end_session(session, browser.token)
    return Done(token="")


def _answering(action: Action, *fields: str) -> Callable[[Request], Any]:
    """An endpoint that does this with these fields of a JSON text, if it comes from a page of ours."""
    way = action.__name__.strip("_")

    async def answer(request: Request) -> Response:
        if studio().settings.sign_in is not SignIn.ACCOUNTS:
            return _refusal(NotFound("People do not sign in with passwords here."))
        try:
            given = await _fields(request, fields)
            browser = _browser(request)
            done = await anyio.to_thread.run_sync(action, studio().db, given, browser, limiter=working)
        except StudioError as error:
            count(SIGN_INS, way, type(error).__name__)
            return _refusal(error)
        count(SIGN_INS, way, "done")
        response = JSONResponse({"status": "ok", **(done.told or {})}, headers=NO_STORE)
        if done.token:
            set_session(response, studio().settings, done.token)
        elif done.token is not None:
            forget_session(response, studio().settings)
        return response

    answer.__name__ = way
    return from_our_pages(answer)


async def _fields(request: Request, names: tuple[str, ...]) -> Fields:
    """The fields of a request: texts, and all that the action needs.

    A form of another site cannot send this type without being asked for leave first, which is never given.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise InvalidInput("The request must be JSON.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise InvalidInput("The request is too long.")
    try:
        given = json.loads(body)
        json.dumps(given, ensure_ascii=False).encode()  # halves of letters can be neither hashed nor kept
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in names):
        raise InvalidInput(
            f"The request must be a JSON object with the texts {', '.join(names) or 'of none'}."
        )
    return {name: given[name] for name in names}


def _browser(request: Request) -> Browser:
    settings = studio().settings
    address = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "")
    return Browser(address, agent, token_in(request.cookies, settings), Lifetime.of(settings))


def _refusal(error: StudioError) -> JSONResponse:
    headers = dict(NO_STORE)
    if isinstance(error, TooManyAttempts):
        headers["retry-after"] = str(error.seconds)
        status = 429
    else:
        status = STATUS.get(type(error), 503)
    return JSONResponse({"status": "refused", "problem": str(error)}, status_code=status, headers=headers)


ROUTES = [
    Route(f"/auth/{path}", endpoint, methods=["POST"])
    for path, endpoint in {
        "sign-in": _answering(_sign_in, "name", "password"),
        "sign-out": _answering(_sign_out),
        "invited": _answering(_invited, "token"),
        "accept": _answering(_accept, "token", "name", "password"),
        "reset": _answering(_reset, "token", "password"),
        "password": _answering(_change, "old", "password"),
    }.items()
]
"""Beside Streamlit's own routes below ``/auth/``, which sign in at a provider."""
