"""What goes wrong, as RFC 9457 says it: one JSON object with a sentence, whatever it was."""

import secrets
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.logs import get_logger
from core.measures import REFUSED, count

log = get_logger("api")

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[StudioError], int] = {
    InvalidInput: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
    QuotaExceeded: 503,
}
RETRY_SECONDS = "5"
SENTENCES = {
    400: "The request's body is no JSON that can be read; send one JSON value in UTF-8.",
    404: "There is nothing at this address; docs/api.md lists what there is.",
    405: "What is at this address does not take that method; docs/api.md says which it takes.",
}


class FieldError(BaseModel):
    """What is wrong with one part of a request."""

    place: str
    message: str


class Problem(BaseModel):
    """What went wrong: `detail` is a sentence for people, `request` finds the request in the server's log."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    request: str
    errors: list[FieldError] | None = None


class Refused(Exception):  # noqa: N818 - named for what happened
    """A request that is answered with a problem right away."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}


def answer_with(
    scope: Scope,
    status: int,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    errors: list[FieldError] | None = None,
) -> Response:
    """A problem as a response."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail.encode("utf-8", "replace").decode(),
        instance=scope.get("root_path", "").removesuffix("/") + _path_within(scope),
        request=scope.get("state", {}).get("request", ""),
        errors=errors,
    )
    content = problem.model_dump_json(exclude_none=True)
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


def _path_within(scope: Scope) -> str:
    path: str = scope["path"].encode("utf-8", "replace").decode()
    return path.removeprefix(scope.get("root_path", ""))


def refuse(scope: Scope, error: Exception) -> Response:
    """What an error comes to; one that nobody foresaw goes to the log under the request's number."""
    count(REFUSED, type(error).__name__ if isinstance(error, StudioError | Refused) else "unexpected")
    if isinstance(error, Refused):
        return answer_with(scope, error.status, error.detail, headers=error.headers)
    if isinstance(error, StudioError):
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        later = {"Retry-After": RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return answer_with(scope, status, str(error), headers=later)
    state = scope.get("state", {})
    state["told"] = True  # whoever it is raised to further out need not tell it again
    number = state.get("request") or secrets.token_hex(8)
    log.error("api_error request=%s", number, exc_info=error)
    return answer_with(
        scope,
        500,
        f"Something went wrong that the studio did not expect (request {number}). What was asked may not "
        "have been done; the details are in the server's log, under this number.",
    )


def add_handlers(app: FastAPI) -> None:
    """Answer every error of the application so."""
    for kind in (StudioError, Refused, Exception):
        app.add_exception_handler(kind, _handle)
    app.add_exception_handler(HTTPException, _handle_http)
    app.add_exception_handler(RequestValidationError, _handle_invalid)


async def _handle(request: Request, error: Exception) -> Response:
    return refuse(request.scope, error)


async def _handle_http(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    detail = SENTENCES.get(status) or str(getattr(error, "detail", ""))
    return answer_with(request.scope, status, detail, headers=getattr(error, "headers", None))


async def _handle_invalid(request: Request, error: Exception) -> Response:
    """What was given is left out: it may be a secret, or megabytes."""
    found: list[dict[str, Any]] = list(getattr(error, "errors", list)())
    if any(one["type"] == "json_invalid" for one in found):
        return answer_with(request.scope, 400, SENTENCES[400])
    errors = [FieldError(place=_place(one["loc"]), message=_words(one["msg"])) for one in found]
    first = f"{errors[0].place}: {errors[0].message}" if errors else "it is not what is asked for"
    detail = f"The request is not as docs/openapi.json says: {first.removesuffix('.')}."
    return answer_with(request.scope, 422, detail, errors=errors)


def _place(parts: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in parts).encode("utf-8", "replace").decode()


def _words(message: str) -> str:
    return message.removeprefix("Value error, ").encode("utf-8", "replace").decode()
