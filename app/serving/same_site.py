"""Requests that change something come from our own pages; those of other sites are refused."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from core.errors import NotAllowed

Endpoint = Callable[[Request], Awaitable[Response]]

OURS = frozenset({"same-origin", "none"})
"""What browsers say of a request from a page of the same origin, or that the person made without any page."""

USUAL_PORTS = {"http": ":80", "https": ":443"}
ELSEWHERE = (
    "The request came from a page of another site, so nothing was done; open the studio and try it there."
)


def refuse_cross_site(scope: Scope) -> None:
    """Refuse what the browser says another site's page has sent.

    A browser sends our cookies along, whoever made it send the request. Programs name no origin and have no
    cookies but those they were given.

    Raises:
        NotAllowed: It did.
    """
    headers = Headers(scope=scope)
    fetched = headers.get("sec-fetch-site")
    origins = headers.getlist("origin")
    if fetched is not None and fetched not in OURS:
        raise NotAllowed(ELSEWHERE)
    host = headers.get("host", "").lower()
    if not all(_is_of(origin.lower(), host) for origin in origins):
        raise NotAllowed(ELSEWHERE)


def from_our_pages(endpoint: Endpoint) -> Endpoint:
    """An endpoint that answers 403 with a sentence to what another site's page has sent."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        try:
            refuse_cross_site(request.scope)
        except NotAllowed as refusal:
            return JSONResponse({"status": "refused", "problem": str(refusal)}, status_code=403)
        return await endpoint(request)

    return guarded


def _is_of(origin: str, host: str) -> bool:
    """Whether an origin, of which ``null`` is one, is that host; the usual port may be left out."""
    scheme, separator, place = origin.partition("://")
    usual = USUAL_PORTS.get(scheme, "")
    same = place.removesuffix(usual) == host.removesuffix(usual)
    return bool(separator and usual and place) and same
