"""The door of outside annotators: a page that asks before anybody takes a place, and their way out.

A link is opened by programs too, for previews and by virus scanners: only the button takes a place. The token
and the participant's id go from the address into a cookie that no script reads, and are gone after the door.
The secret by which a browser is known again is there before the button is pressed: who presses it twice, or
never gets the answer, comes back as the same person.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.serving.same_site import from_our_pages
from app.ui.resources import studio
from app.ui.session_cookie import OUTSIDE, forget_session, set_session, token_in
from core.errors import StudioError

if TYPE_CHECKING:
    from core.enrolment import Arrival, Door

PLACE = "/enrol"
ARRIVAL, BROWSER = "prefstudio_arrival", "prefstudio_browser"
ARRIVAL_S, BROWSER_S = 3_600, 180 * 86_400
MOST_PARAMETERS = 16
LONGEST_VALUE = 200
LONGEST_COOKIE = 3_000
USUAL_INTRO = "You will read texts and choose the better of two answers. Your choices are saved as you go."
STAY = "Stay in this browser: your work goes on only here, and what you have given is found again here."
ELSEWHERE = "You can go on later by the same link, in another browser too."
NO_LINK = "Open the link that you were given; it may also be that this browser keeps no cookies."
LEFT = "You have left. What you gave is saved; open your link again to go on."
arriving = anyio.CapacityLimiter(4)  # a database that hangs must not take the threads of everybody else


async def come(request: Request) -> Response:
    """Keep what the address brings, ask, and let in whoever presses the button."""
    if request.method == "POST":
        return await _begin(request)
    if request.query_params:
        return _keep(request)
    return await anyio.to_thread.run_sync(_ask, request, limiter=arriving)


@from_our_pages
async def _begin(request: Request) -> Response:
    return await anyio.to_thread.run_sync(_let_in, request, limiter=arriving)


async def leave_enrolment(request: Request) -> Response:
    """Ask, and end the session of whoever presses the button; their browser stays theirs."""
    if request.method == "POST":
        return await _end(request)
    return _page(
        "Leave", ["What you gave is saved. You can go on by your link, in this browser."], button="Leave"
    )


@from_our_pages
async def _end(request: Request) -> Response:
    return await anyio.to_thread.run_sync(_leave, request, limiter=arriving)


def _keep(request: Request) -> Response:
    """The address without its parameters; a cookie has them for an hour."""
    given = list(request.query_params.items())[:MOST_PARAMETERS]
    text = json.dumps({key: value[:LONGEST_VALUE] for key, value in given})
    kept = urlsafe_b64encode(text.encode()).decode()
    response = RedirectResponse(PLACE, status_code=303)
    if len(kept) <= LONGEST_COOKIE:
        _set(response, ARRIVAL, kept, ARRIVAL_S)
        _know_again(request, response)
    return response


def _know_again(request: Request, response: Response) -> None:
    """Give a browser that has none the secret by which it is known again."""
    from core.sign_in import new_token  # noqa: PLC0415 - most starts of the server need it not

    if not request.cookies.get(BROWSER):
        _set(response, BROWSER, new_token(), BROWSER_S)


def _ask(request: Request) -> Response:
    from core.enrolment import look_in  # noqa: PLC0415 - most starts of the server need it not

    arrival = _arrival(request.cookies)
    if arrival is None:
        return _refused(NO_LINK)
    try:
        response = _door(studio().db.ask(look_in, arrival))
    except StudioError as refusal:
        return _refused(str(refusal))
    _know_again(request, response)
    return response


def _let_in(request: Request) -> Response:
    from app.ui.ways.outside import lifetime_to_begin  # noqa: PLC0415 - as above
    from core.enrolment import take_part  # noqa: PLC0415
    from core.sign_in import SessionKind, start_session  # noqa: PLC0415

    arrival = _arrival(request.cookies)
    if arrival is None:
        begun = token_in(request.cookies, studio().settings, OUTSIDE)  # an answer ago
        return RedirectResponse("/", status_code=303) if begun else _refused(NO_LINK)
    if not arrival.browser:
        return RedirectResponse(PLACE, status_code=303)
    words = request.headers.get("user-agent", "")
    try:
        with studio().db.write() as session:
            person = take_part(session, arrival)
            token = start_session(session, person, SessionKind.OUTSIDE, lifetime_to_begin(), browser=words)
    except StudioError as refusal:
        return _refused(str(refusal))
    response = RedirectResponse("/", status_code=303)
    set_session(response, studio().settings, token, OUTSIDE)
    _set(response, BROWSER, arrival.browser, BROWSER_S)
    response.delete_cookie(ARRIVAL, path=PLACE)
    return response


def _leave(request: Request) -> Response:
    from core.sign_in import end_session  # noqa: PLC0415 - most starts of the server need it not

    settings = studio().settings
    response = _page("You have left", [LEFT])
    try:
        with studio().db.write() as session:
            end_session(session, token_in(request.cookies, settings, OUTSIDE))
    except StudioError as refusal:
        return _refused(str(refusal))
    forget_session(response, settings, OUTSIDE)
    return response


def _arrival(cookies: Mapping[str, str]) -> "Arrival | None":
    """What the cookies say of somebody who comes; None if they say nothing that can be read."""
    from core.enrolment import TOKEN_KEY, Arrival  # noqa: PLC0415 - most starts of the server need it not

    try:
        given = json.loads(urlsafe_b64decode(cookies.get(ARRIVAL, "")))
        json.dumps(given, ensure_ascii=False).encode()  # halves of letters can be neither looked up nor kept
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        return None
    token = given.pop(TOKEN_KEY, "")
    return Arrival(token, given, cookies.get(BROWSER, "")) if token else None


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    """A cookie of the door alone; a link on another site's page must bring it back to the door."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=PLACE,
        secure=studio().settings.is_https,
        httponly=True,
        samesite="lax",
    )


def _door(door: "Door") -> Response:
    if door.known:
        return _page(door.project, ["You have begun here already."], button="Go on")
    where = ELSEWHERE if door.anywhere else STAY
    return _page(door.project, [door.intro or USUAL_INTRO, where], button="I agree, begin")


def _refused(sentence: str) -> Response:
    return _page("You cannot take part now", [sentence], status=403)


def _page(title: str, texts: list[str], *, button: str = "", status: int = 200) -> Response:
    """A page of plain texts; what people wrote is escaped."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts)
    form = f'<form method="post"><button>{escape(button)}</button></form>' if button else ""
    body = f"<main><h1>{escape(title)}</h1>{paragraphs}{form}</main>"
    return HTMLResponse(f"{HEAD}<title>{escape(title)}</title>{body}", status_code=status, headers=NOT_KEPT)


NOT_KEPT = {"cache-control": "no-store"}
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<link rel="icon" href="/favicon.png">
<style>
:root { color-scheme: light dark; --text: #12161f; --page: #ffffff; --line: #dadde5; --main: #3654c6 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8ee; --page: #14161b; --line: #363b47; --main: #546de0 }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.6 "Source Sans", sans-serif }
main { box-sizing: border-box; max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem }
h1 { font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere }
p { white-space: pre-wrap; overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: 0.6rem 1.25rem; border: 0; border-radius: 0.6rem;
  background: var(--main); color: #ffffff; cursor: pointer }
button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
</style>"""
