"""How a server ends that is told to (SIGTERM): what is being written is finished, and nothing new begins."""

import asyncio
import os
import signal
from collections.abc import Callable
from threading import Timer, current_thread, main_thread
from types import FrameType
from typing import Any

import anyio

from core.db import Database
from core.logs import get_logger

log = get_logger("server")

STOPPING = (
    "This server is about to end, so nothing new can be saved here; answers stay in the browser until "
    "another server answers or this one is started again."
)
RUN_S = 0.3
"""So long pages that have begun to save may go on as always: they write more than once."""
ANSWER_S = 0.5
"""So long answers that were saved may take to be acknowledged in the browsers that gave them."""
Handler = Callable[[int, FrameType | None], Any]


class Stop:
    """The end of this server: first it saves nothing new, then what it was made of ends."""

    def __init__(self) -> None:
        self.begun = False
        self._ending: asyncio.Task[None] | None = None
        self._written = False

    def watch(self, db: Database, *, seconds: float) -> None:
        """Come before the server's own handling of SIGTERM, in the main thread of a server that has begun.

        Args:
            db: Whose writes under way are to be finished.
            seconds: How long all of it may take; what is not done by then is broken off, unacknowledged.
        """
        server_ends = signal.getsignal(signal.SIGTERM)
        if not callable(server_ends) or current_thread() is not main_thread():
            return  # whatever runs the server takes no signals
        loop = asyncio.get_running_loop()

        def told(number: int, frame: FrameType | None) -> None:
            if self.begun:
                server_ends(number, frame)
                return
            self.begun = True
            loop.call_soon_threadsafe(begin, number)

        def begin(number: int) -> None:
            self._ending = loop.create_task(self._end(db, lambda: server_ends(number, None), seconds))
            _limit(server_ends, seconds=seconds / 4)

        signal.signal(signal.SIGTERM, told)

    async def _end(self, db: Database, end_server: Callable[[], Any], seconds: float) -> None:
        log.info("server_stopping")
        last = Timer(seconds, self._break_off)
        last.daemon = True
        last.start()
        await asyncio.sleep(min(RUN_S, seconds / 4))
        patience = seconds / 2
        self._written = await anyio.to_thread.run_sync(lambda: db.stop_writing(STOPPING, seconds=patience))
        if not self._written:
            log.warning("writes_broken_off seconds=%s", patience)
        await asyncio.sleep(min(ANSWER_S, seconds / 4))
        end_server()

    def _break_off(self) -> None:
        """End the process, whatever hangs in it."""
        log.warning("server_broken_off")
        os._exit(0 if self._written else 1)


def _limit(server_ends: Handler, *, seconds: float) -> None:
    """Let uvicorn wait no longer for browsers that read slowly; it would wait for ever."""
    server = getattr(server_ends, "__self__", None)
    config = getattr(server, "config", None)
    if config is not None:
        config.timeout_graceful_shutdown = max(1, round(seconds))


stop = Stop()
