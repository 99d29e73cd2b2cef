"""What every request passes first: whose token it shows, how many calls it has left, how much it may send."""

import secrets
import time
from collections.abc import Callable
from functools import partial
from threading import Lock

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Refused, refuse
from core.access import refuse_paused
from core.logs import note_person
from core.services import Studio
from core.sign_in import Bearer, bearer_of, draw_calls

MOST_BYTES = 16 * 1024 * 1024
"""Of a request's body."""
MOST_DIGITS = 20
"""Of a length; Python reads no number of thousands of them."""
TOO_LARGE = f"A request's body may have {MOST_BYTES // 1024 // 1024} MiB; send less at a time."
PORTIONS = 10
"""A minute's calls are drawn in so many portions: few writes, and no server draws all for itself."""
MINUTE = 60
MOST_TOKENS = 10_000
REALM = 'Bearer realm="Preference Studio"'
WHO = (
    "This takes a personal token that has not ended, in the header “Authorization: Bearer pst_…”; "
    "make one on the page Tokens."
)
LONGEST_TOKEN = 200


class Allowance:
    """How many calls this process may still let a token make in this minute, of those it has drawn."""

    def __init__(self, studio: Studio) -> None:
        self._db, self._most = studio.db, studio.settings.api_calls
        self._left: dict[int, tuple[int, int]] = {}
        self._lock = Lock()

    def take(self, token_id: int, at: float) -> int:
        """Take one call; the seconds to wait if none is left, else 0."""
        minute = int(at // MINUTE)
        if self._take_drawn(token_id, minute):
            return 0
        portion = max(1, self._most // PORTIONS)
        with self._db.write(alone=False) as session:
            drawn = draw_calls(session, token_id, minute=minute, calls=portion, most=self._most)
        if not drawn:
            return MINUTE - int(at % MINUTE)
        with self._lock:
            of_minute, left = self._left.get(token_id, (minute, 0))
            self._left[token_id] = (minute, portion - 1 + (left if of_minute == minute else 0))
        return 0

    def _take_drawn(self, token_id: int, minute: int) -> bool:
        with self._lock:
            of_minute, left = self._left.get(token_id, (minute, 0))
            if of_minute != minute or not left:
                return False
            self._left[token_id] = (minute, left - 1)
            if len(self._left) > MOST_TOKENS:
                self._left = {number: one for number, one in self._left.items() if one[0] == minute}
            return True


class Gate:
    """Lets requests in that show a token; the rest gets a refusal, whatever it asked for."""

    def __init__(self, app: ASGIApp, studio: Callable[[], Studio]) -> None:
        self._app, self._studio = app, studio
        self._threads = CapacityLimiter(2)
        self._allowance: Allowance | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        state = scope["state"] = dict(scope.get("state") or {})
        number = state.setdefault("request", secrets.token_hex(8))
        send = partial(_send_marked, send, number)
        try:
            _refuse_large(scope)
            admit = partial(self._admit, Headers(scope=scope).get("authorization", ""))
            state["studio"], state["bearer"] = await to_thread.run_sync(admit, limiter=self._threads)
            note_person(state["bearer"].person.id)
        except Exception as error:  # noqa: BLE001 - one answer for whatever went wrong
            await refuse(scope, error)(scope, receive, send)
            return
        try:
            await self._app(scope, partial(_receive_limited, receive, [0]), send)
        except Exception as error:  # noqa: BLE001 - answered already, and in the log
            if not state.get("told"):
                refuse(scope, error)

    def _admit(self, header: str) -> tuple[Studio, Bearer]:
        """The studio, and whose token the header shows.

        Raises:
            Refused: It shows none that opens anything, or has no call left.
            NotAllowed: The person is paused.
        """
        scheme, _, secret = header.partition(" ")
        secret = secret.strip()
        if scheme.lower() != "bearer" or not secret:
            raise Refused(401, WHO, {"WWW-Authenticate": REALM})
        studio = self._studio()
        bearer = studio.db.ask(bearer_of, secret) if len(secret) <= LONGEST_TOKEN else None
        if bearer is None:
            raise Refused(401, WHO, {"WWW-Authenticate": f'{REALM}, error="invalid_token"'})
        note_person(bearer.person.id)
        refuse_paused(bearer.person)
        self._allowance = self._allowance or Allowance(studio)
        wait = self._allowance.take(bearer.token.id, time.time())
        if wait:
            most = studio.settings.api_calls
            told = f"A token has {most:,} calls a minute, and these are used up; go on in {wait} s."
            raise Refused(429, told, {"Retry-After": str(wait)})
        return studio, bearer


def _refuse_large(scope: Scope) -> None:
    length = Headers(scope=scope).get("content-length", "0")
    if len(length) > MOST_DIGITS or not length.isdecimal() or int(length) > MOST_BYTES:
        raise Refused(413, TOO_LARGE)


async def _receive_limited(receive: Receive, seen: list[int]) -> Message:
    """The next part of the body, as long as it is not too much of it."""
    message = await receive()
    seen[0] += len(message.get("body", b""))
    if seen[0] > MOST_BYTES:
        raise HTTPException(413, TOO_LARGE)
    return message


async def _send_marked(send: Send, number: str, message: Message) -> None:
    """Send on, with the request's number, and the word that nobody on the way keeps it."""
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        headers["X-Request-Id"] = number
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
    await send(message)
