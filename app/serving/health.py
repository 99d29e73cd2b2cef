"""Whether the server lives (``/healthz``) and whether it can do its work (``/readyz``)."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from threading import Thread

from starlette.requests import Request
from starlette.responses import JSONResponse

from app.serving.stopping import STOPPING, stop
from app.ui.resources import studio
from core.db import newest_revision
from core.errors import StudioError, Unavailable

HEALTH_SECONDS = 2.0
"""How long the answer may take: shorter than what asks whether servers are ready waits."""
STORE_SECONDS = 30.0
"""So long a store that has answered is taken to be there: each question to a bucket is billed."""
NO_OBJECT = "readyz"


class Health:
    """Asks one question at a time, in a thread; while it is not answered, nobody asks another.

    However often a database that hangs is asked about, it holds one thread and one connection.
    """

    def __init__(self, ask: Callable[[], None], *, seconds: float = HEALTH_SECONDS) -> None:
        self._ask = ask
        self._seconds = seconds
        self._going: Future[str] | None = None

    async def problem(self) -> str:
        """What is wrong, in a sentence; nothing if all is well."""
        if self._going is None or self._going.done():
            self._going = _in_thread(self._ask)
        answer = asyncio.wrap_future(self._going)
        done, _ = await asyncio.wait({answer}, timeout=self._seconds)
        return answer.result() if done else f"The database has not answered for {self._seconds:g} s."


def _in_thread(ask: Callable[[], None]) -> Future[str]:
    """The answer to come. The thread holds nothing up: not the others' threads, and not the server's end."""
    answer: Future[str] = Future()

    def work() -> None:
        try:
            ask()
        except StudioError as error:
            answer.set_result(str(error))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
            answer.set_exception(error)
        else:
            answer.set_result("")

    Thread(target=work, name="health", daemon=True).start()
    return answer


class Readiness:
    """What the server needs: its database, at the revision that it knows, and its store."""

    def __init__(self) -> None:
        self._store_answered_at = -STORE_SECONDS

    def look(self) -> None:
        """Ask for all of it.

        Raises:
            StudioError: Something is missing, in a sentence.
        """
        with studio().db.read() as session:
            connection = session.connection()
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found != _revision():
            raise Unavailable(
                f"The database is at revision {found}, and this server works with {_revision()}; "
                "start a server of the version that the database was brought up to."
            )
        if time.monotonic() - self._store_answered_at > STORE_SECONDS:
            studio().store.stat(NO_OBJECT)
            self._store_answered_at = time.monotonic()


@cache
def _revision() -> str:
    return newest_revision()


asking = Health(Readiness().look)


async def alive(_: Request) -> JSONResponse:
    """Say that the process answers; that a database is away is no reason to start it anew."""
    return JSONResponse({"status": "ok"})


async def ready(_: Request) -> JSONResponse:
    """Say that the server can do its work, or 503 and why not."""
    problem = STOPPING if stop.begun else await asking.problem()
    if problem:
        return JSONResponse({"status": "unavailable", "problem": problem}, status_code=503)
    return JSONResponse({"status": "ok"})
