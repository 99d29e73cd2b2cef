"""Who calls, and how a handler asks core: in a thread of its own, in the caller's name."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

import orjson
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import Response

from app.api.problems import Refused
from core.access import PersonView, act_as
from core.services import Studio
from core.sign_in import Bearer, Scope

P = ParamSpec("P")
T = TypeVar("T")
Handler = Callable[..., Any]

HANDLERS = CapacityLimiter(2)
"""Handlers that work at a time: Python runs one thread, and people who label come first."""
OUTSIDE = CapacityLimiter(4)
"""Those that may wait for a service outside; nobody else need wait with them."""
MOST_WAITING = 100

SCHEME = HTTPBearer(
    bearerFormat="pst_…", scheme_name="token", description="A personal token.", auto_error=False
)
"""For the description alone: `app.api.gate` has looked at the token before."""


@dataclass(frozen=True)
class Caller:
    """A program with somebody's token."""

    studio: Studio
    bearer: Bearer

    @property
    def person(self) -> PersonView:
        """In whose name it works."""
        return self.bearer.person

    def ask(self, read: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call one of core's reads, in that person's name."""
        with self.studio.db.read() as session:
            act_as(session, self.person)
            return read(session, *args, **kwargs)


def _caller(scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
    async def who(request: Request) -> Caller:
        bearer: Bearer = request.state.bearer
        if scope not in bearer.token.scopes:
            raise Refused(
                403,
                f"The token “{bearer.token.name}” has not the scope “{scope.value}”, which this takes; "
                "make one that has.",
                {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope.value}"'},
            )
        return Caller(request.state.studio, bearer)

    return who


Reader = Annotated[Caller, Depends(_caller(Scope.READ))]
DataWriter = Annotated[Caller, Depends(_caller(Scope.DATA))]
Runner = Annotated[Caller, Depends(_caller(Scope.RUNS))]


def in_thread(
    handler: Handler, *, status: int = 200, threads: CapacityLimiter = HANDLERS
) -> Callable[..., Awaitable[Response]]:
    """A handler that does all its work in a thread, writing the answer as JSON included."""

    async def run(**given: Any) -> Response:
        refuse_crowd(threads)
        return await to_thread.run_sync(partial(_answer, handler, given, status), limiter=threads)

    run.__name__, run.__doc__ = handler.__name__, handler.__doc__
    run.__signature__ = inspect.signature(handler)  # type: ignore[attr-defined] # what FastAPI goes by
    return run


def written(found: dict[str, Any]) -> Response:
    """An answer of many rows, as core's frozen views have them: no object of our own is made for each.

    That they are what the description says is what its tests look at.
    """
    return Response(orjson.dumps(found), media_type="application/json")


def refuse_crowd(threads: CapacityLimiter) -> None:
    """Refuse at once what would wait behind too many others.

    Raises:
        Refused: Too many wait.
    """
    if threads.statistics().tasks_waiting >= MOST_WAITING:
        raise Refused(503, "The studio has too much to do for programs now; try again.", {"Retry-After": "5"})


def _answer(handler: Handler, given: dict[str, Any], status: int) -> Response:
    found = handler(**given)
    if isinstance(found, BaseModel):
        return Response(found.model_dump_json(), status, media_type="application/json")
    answered: Response = found
    return answered
